extension ImportReader {
  /// Opens a table: reads its header and finds the mapped columns in it.
  ///
  /// - Parameter units: resolves names of units; without it their ids are taken as they are.
  /// - Throws: `ImportError.header` when a mapped column is missing or occurs twice.
  package init(
    table source: any ByteSource, mapping: TableMapping, units: (any UnitDirectory)? = nil
  ) throws(ImportError) {
    let isTabbed = source.name.lowercased().hasSuffix(".tsv")
    let delimiter = mapping.delimiter ?? (isTabbed ? 0x09 : UInt8(ascii: ","))
    try self.init(source, format: .csv, framing: .csv, rows: EventRowReader())
    guard let first = try nextRaw() else { throw .empty(file: source.name) }
    let header: [String]
    do {
      header = try CSVRecord(first.bytes, delimiter: delimiter).cells.map(\.trimmed)
    } catch {
      throw .header(
        file: source.name, reason: "the header cannot be read", remedy: "Save it as UTF-8 CSV.")
    }
    use(
      try TableRowReader(
        mapping, header: header, delimiter: delimiter, units: units, file: source.name))
  }
}
