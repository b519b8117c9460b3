package import LedgerModel

/// Understands the rows of one format.
package protocol RowReader: Sendable {
  /// The event in a sound row, or what is wrong with it.
  func read(_ row: RawRow) -> EventReading
}

/// One row of a file and what it says.
package struct ImportRow: Sendable, Hashable {
  package let raw: RawRow
  package let reading: EventReading

  package var line: Int { raw.line }
}

extension RawRow {
  /// What is wrong with the row before it is read; none for a sound one. A row that the file cuts
  /// off may be whole all the same, as a last line without a line break.
  var flawProblem: FieldProblem? {
    switch flaw {
    case .oversized:
      FieldProblem(
        "event", .tooLarge, "is longer than \(RawRow.maximumByteCount) bytes",
        remedy: "keep long texts and files outside and refer to them")
    case .cutOff, nil: nil
    }
  }
}

extension EventReading {
  /// The same reading with the remark that the file ends inside the row, when it cannot be read.
  func remarking(_ flaw: RawRow.Flaw?) -> EventReading {
    guard flaw == .cutOff, let first = problems.first else { return self }
    let remark = FieldProblem(
      first.field, first.rule, first.message + "; the file ends inside this row",
      found: first.found, remedy: "fetch the file again, it may have been cut off")
    return EventReading(event: nil, problems: [remark] + problems.dropFirst())
  }
}
