import Catalog
import LedgerModel
import QueryEngine
import Rendering
import Testing
import Text

@Suite("Rendering: narrow terminals")
struct NarrowTableTests {
  private let wide = table(
    [
      ("unit", .string), ("title", .string), ("cutoff", .instant), ("n", .integer(.row)),
    ],
    [
      [
        .string("LĐLĐ thành phố Buôn Ma Thuột"), .string("Báo cáo kết quả học tập Nghị quyết XIII"),
        .instant(dueInstant), .integer(1_234_567),
      ]
    ])

  @Test("no line is wider than the terminal, down to the narrowest", arguments: 12...120)
  func linesFit(width: Int) {
    let lines = rendered(wide, .table, width: width).split(separator: "\n")
    for line in lines where !line.hasPrefix("(") {
      #expect(cellWidth(of: String(line)) <= width, "\(line)")
    }
  }

  @Test("numbers are never cut: a column that has no room is named instead")
  func numbersStayWhole() {
    for width in 12...60 {
      let text = rendered(wide, .table, width: width)
      #expect(text.contains("1234567") || text.contains("not shown"), "width \(width)")
      #expect(!text.contains("123…"), "width \(width)")
    }
  }

  @Test("cut cells end in an ellipsis, and the room is used")
  func cutCells() {
    let text = rendered(wide, .table, width: 60)
    #expect(text.contains("…"))
    let widest = text.split(separator: "\n").map { cellWidth(of: String($0)) }.max() ?? 0
    #expect(widest >= 56)
  }

  @Test("a pipe has no width: nothing is cut")
  func pipesAreNotCut() {
    let text = rendered(wide, .table)
    #expect(text.contains("Báo cáo kết quả học tập Nghị quyết XIII"))
    #expect(!text.contains("…"))
  }

  @Test("a tree on a narrow terminal keeps its numbers and cuts its names")
  func narrowTree() {
    let answer = table(
      [("unit", .string), ("n", .integer(.row))],
      [[.string("Liên đoàn Lao động tỉnh Đắk Lắk"), .integer(1_753)]], depths: [2])
    let text = rendered(answer, .tree, width: 24)
    for line in text.split(separator: "\n") { #expect(cellWidth(of: String(line)) <= 24) }
    #expect(text.contains("1753"))
  }

  @Test("colours only mark the header and totals, and only where asked for")
  func colours() {
    let answer = table([("n", .integer(nil))], [[.integer(1)], [.integer(1)]], totalRows: [1])
    let context = RenderingContext(zone: .vietnam, usesColour: true)
    let coloured = answer.rendered(as: .table, context: context)
    #expect(coloured.hasPrefix("\u{1B}[1mn\u{1B}[0m\n"))
    #expect(!rendered(answer, .table).contains("\u{1B}"))
    for format in [OutputFormat.csv, .tsv, .json, .ndjson, .markdown] {
      #expect(!answer.rendered(as: format, context: context).contains("\u{1B}"))
    }
  }
}
