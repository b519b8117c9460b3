// Loops over codes: the width is settled once per call, so that a row costs an index and a load.

extension Codes {
  /// Writes `table[code]` for every row named. Returns all entries combined by `|`, in which a table
  /// can show that some code is not known yet. O(rows).
  package func lookUp(
    _ table: [Int32], rows: RowList, into result: inout [Int32]
  ) -> Int32 {
    lookUpEntries(table, rows, &result)
  }

  /// The same for entries of a byte.
  package func lookUp(
    _ table: [UInt8], rows: RowList, into result: inout [UInt8]
  ) -> UInt8 {
    lookUpEntries(table, rows, &result)
  }

  private func lookUpEntries<Entry: FixedWidthInteger & BitwiseCopyable>(
    _ table: [Entry], _ rows: RowList, _ result: inout [Entry]
  ) -> Entry {
    result.resize(to: rows.count, with: 0)
    return switch self {
    case .bytes(let codes): Codes.lookUp(codes, table, rows, &result)
    case .shorts(let codes): Codes.lookUp(codes, table, rows, &result)
    case .words(let codes): Codes.lookUp(codes, table, rows, &result)
    }
  }

  private static func lookUp<Entry: FixedWidthInteger & BitwiseCopyable>(
    _ codes: [some FixedWidthInteger & UnsignedInteger], _ table: [Entry], _ rows: RowList,
    _ result: inout [Entry]
  ) -> Entry {
    var seen: Entry = 0
    var target = result.mutableSpan
    let table = table.span
    switch rows.form {
    case .run(let run):
      let source = codes.span.extracting(run)
      for place in source.indices {
        let entry = table[Int(source[place])]
        target[place] = entry
        seen |= entry
      }
    case .list(let rows):
      let (source, rows) = (codes.span, rows.span)
      for place in rows.indices {
        let entry = table[Int(source[Int(rows[place])])]
        target[place] = entry
        seen |= entry
      }
    }
    return seen
  }

  /// Writes the code of every row named. O(rows).
  package func write(_ rows: RowList, into result: inout [Int32]) {
    result.resize(to: rows.count, with: 0)
    switch self {
    case .bytes(let codes): Codes.write(codes, rows, &result)
    case .shorts(let codes): Codes.write(codes, rows, &result)
    case .words(let codes): Codes.write(codes, rows, &result)
    }
  }

  private static func write(
    _ codes: [some FixedWidthInteger & UnsignedInteger], _ rows: RowList, _ result: inout [Int32]
  ) {
    var target = result.mutableSpan
    switch rows.form {
    case .run(let run):
      let source = codes.span.extracting(run)
      for place in source.indices { target[place] = Int32(truncatingIfNeeded: source[place]) }
    case .list(let rows):
      let (source, rows) = (codes.span, rows.span)
      for place in rows.indices {
        target[place] = Int32(truncatingIfNeeded: source[Int(rows[place])])
      }
    }
  }

  /// Writes 1 for every row named that has that code, else 0. O(rows).
  package func mark(equal code: Int, rows: RowList, into mask: inout [UInt8]) {
    mask.resize(to: rows.count, with: 0)
    switch self {
    case .bytes(let codes):
      guard let code = UInt8(exactly: code) else { return mask.fill(with: 0) }
      codes.mark(equal: code, rows: rows, into: &mask)
    case .shorts(let codes):
      guard let code = UInt16(exactly: code) else { return mask.fill(with: 0) }
      codes.mark(equal: code, rows: rows, into: &mask)
    case .words(let codes):
      guard let code = UInt32(exactly: code) else { return mask.fill(with: 0) }
      codes.mark(equal: code, rows: rows, into: &mask)
    }
  }
}

extension Array where Element: FixedWidthInteger {
  /// Writes 1 for every row named whose element is `element`, else 0. O(rows).
  @inlinable package func mark(equal element: Element, rows: RowList, into mask: inout [UInt8]) {
    mask.resize(to: rows.count, with: 0)
    var target = mask.mutableSpan
    switch rows.form {
    case .run(let run):
      let source = span.extracting(run)
      for place in source.indices { target[place] = source[place] == element ? 1 : 0 }
    case .list(let rows):
      let (source, rows) = (span, rows.span)
      for place in rows.indices { target[place] = source[Int(rows[place])] == element ? 1 : 0 }
    }
  }
}

extension CodedColumn {
  /// True when both columns read one and the same table, so that their codes mean the same.
  package func sharesTable(with other: CodedColumn) -> Bool {
    if let dictionary, dictionary == other.dictionary { return true }
    return values.isIdentical(to: other.values)
  }
}
