// Loops over codes: the width is settled once per call, so that a row costs an index and a load.

extension Codes {
  /// Writes `table[code]` for every row named; true when some entry was negative, which a table
  /// uses for codes that it does not know yet. O(rows).
  package func lookUp(
    _ table: [Int32], rows: [Int32], into result: inout [Int32]
  ) -> Bool {
    result.resize(to: rows.count, with: 0)
    return switch self {
    case .bytes(let codes): Codes.lookUp(codes, table, rows, &result)
    case .shorts(let codes): Codes.lookUp(codes, table, rows, &result)
    case .words(let codes): Codes.lookUp(codes, table, rows, &result)
    }
  }

  private static func lookUp(
    _ codes: [some FixedWidthInteger & UnsignedInteger], _ table: [Int32], _ rows: [Int32],
    _ result: inout [Int32]
  ) -> Bool {
    var seen: Int32 = 0
    var target = result.mutableSpan
    for place in rows.indices {
      let entry = table[Int(codes[Int(rows[place])])]
      target[place] = entry
      seen |= entry
    }
    return seen < 0
  }

  /// Writes 1 for every row named that has that code, else 0. O(rows).
  package func mark(equal code: Int, rows: [Int32], into mask: inout [UInt8]) {
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
  @inlinable package func mark(equal element: Element, rows: [Int32], into mask: inout [UInt8]) {
    mask.resize(to: rows.count, with: 0)
    var target = mask.mutableSpan
    for place in rows.indices { target[place] = self[Int(rows[place])] == element ? 1 : 0 }
  }
}

extension CodedColumn {
  /// True when both columns read one and the same table, so that their codes mean the same.
  package func sharesTable(with other: CodedColumn) -> Bool {
    if let dictionary, dictionary == other.dictionary { return true }
    return values.span.isIdentical(to: other.values.span)
  }
}
