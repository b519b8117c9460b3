import Diagnostics
import Import
import Kiem
import KiemREPL

/// How the files of one import are read.
struct ImportInput {
  /// None decides by name and first byte.
  let format: ImportFormat?
  let mapping: SourceText?
  let isBackfill: Bool
  let ledger: Ledger?

  /// The file at that path, ready to be read; nothing is read of it but its first bytes.
  func file(_ path: String) throws -> ImportFile {
    let source: @Sendable () throws(ImportError) -> any ByteSource = {
      () throws(ImportError) in try FileSource(path: path)
    }
    switch try format ?? mapped ?? detected(path) {
    case .csv:
      let text = try needed(for: .csv, path)
      let units = try ledger.map(LedgerUnits.list)
      return try ImportFile(
        table: TableMapping(text), text: text, units: units, source: source)
    case .xapi:
      let text = try needed(for: .xapi, path)
      return try ImportFile(
        statements: StatementMapping(text), text: text, keepsStored: isBackfill, source: source)
    case .json: return try ImportFile(events: .json, source: source)
    case .ndjson: return try ImportFile(events: .ndjson, source: source)
    }
  }

  /// What the mapping says it is for, on its line `format: …`.
  private var mapped: ImportFormat? {
    guard let mapping else { return nil }
    let line = mapping.text.split(separator: "\n").first { $0.hasPrefix("format:") }
    let word = line?.dropFirst("format:".count).split { $0 == " " || $0 == "#" }.first
    return word.flatMap { ImportFormat(rawValue: String($0)) } ?? .csv
  }

  private func detected(_ path: String) throws(ImportError) -> ImportFormat {
    let first = try FileSource(path: path).read(upTo: 64)
    guard let format = ImportFormat.detect(fileName: path, firstBytes: first) else {
      throw .unknownFormat(file: path)
    }
    return format
  }

  private func needed(for format: ImportFormat, _ path: String) throws(ImportError) -> SourceText {
    guard let mapping else { throw .mappingNeeded(file: path, format: format) }
    return mapping
  }
}
