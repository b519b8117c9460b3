/// Where a text stands in a field that is wider than it.
package enum CellAlignment: Sendable {
  case leading
  case trailing
}

extension String {
  /// The text if it fits into `cells`, else its longest beginning that leaves room for `ellipsis`.
  ///
  /// Graphemes are never cut; where a wide one does not fit, the result is a cell shorter. An
  /// ellipsis wider than the field is itself cut.
  package func truncated(toCells cells: Int, ellipsis: String = "…") -> String {
    if cellWidth(of: self) <= cells { return self }
    let room = cells - cellWidth(of: ellipsis)
    if room < 0 { return ellipsis.beginning(inCells: cells) }
    return beginning(inCells: room) + ellipsis
  }

  /// The text filled up with spaces to `cells`; a text that is too wide stays as it is.
  package func padded(toCells cells: Int, alignment: CellAlignment = .leading) -> String {
    let missing = cells - cellWidth(of: self)
    guard missing > 0 else { return self }
    let filling = String(repeating: " ", count: missing)
    return alignment == .leading ? self + filling : filling + self
  }

  private func beginning(inCells cells: Int) -> String {
    var used = 0
    var end = startIndex
    while end < endIndex {
      let width = cellWidth(self[end])
      if used + width > cells { break }
      used += width
      end = index(after: end)
    }
    return String(self[..<end])
  }
}
