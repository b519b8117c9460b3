/// The line of a finding and the carets under it, cut to a window around the carets.
struct Excerpt {
  /// The visible text of the line, or of the window.
  private(set) var line = ""
  /// Cells in front of the first caret.
  private(set) var indentation = 0
  /// Number of carets, at least one.
  private(set) var caretCount = 1

  /// A line wider than this is cut; an import may hold a whole document on one line.
  static let cellCountMax = 160
  /// Cells kept in front of the carets when a line is cut.
  private static let leadCellCount = 40

  /// A span over several lines is underlined to the end of its first.
  init(of span: SourceSpan, in source: SourceText) {
    let clamped = source.clamp(span)
    let content = source.contentSpan(ofLineAt: source.lineIndex(of: clamped.start))
    let cells = DisplayCells(source[content]).cells
    var offset = content.start
    var first = cells.count
    var pastLast = cells.count
    for (index, cell) in cells.enumerated() {
      if first == cells.count, offset + cell.byteCount > clamped.start { first = index }
      if offset >= clamped.end, index > first {
        pastLast = index
        break
      }
      offset += cell.byteCount
    }
    if clamped.isEmpty { pastLast = min(first + 1, cells.count) }
    place(cells.map { ($0.text, $0.width) }, first: first, pastLast: max(first, pastLast))
  }

  private mutating func place(_ cells: [(text: String, width: Int)], first: Int, pastLast: Int) {
    var start = 0
    if cells.reduce(0, { $0 + $1.width }) > Self.cellCountMax {
      var lead = 0
      start = first
      while start > 0, lead < Self.leadCellCount {
        start -= 1
        lead += cells[start].width
      }
    }
    if start > 0 {
      line = "… "
      indentation = 2
    }
    var width = indentation
    var carets = 0
    for index in start..<cells.count {
      width += cells[index].width
      if width > Self.cellCountMax {
        line += " …"
        break
      }
      line += cells[index].text
      if index < first { indentation += cells[index].width }
      if (first..<pastLast).contains(index) { carets += cells[index].width }
    }
    caretCount = max(1, carets)
  }
}
