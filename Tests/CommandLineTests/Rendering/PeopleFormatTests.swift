import Catalog
import LedgerModel
import QueryEngine
import Rendering
import Testing
import Text

@Suite("Rendering: forms for people")
struct PeopleFormatTests {
  @Test("a table sets text left, numbers right, and measures Vietnamese in cells")
  func tableAligns() {
    let answer = table(
      [("unit", .entity(.unit)), ("n", .integer(.row))],
      [[.entity("u1"), .integer(5)], [.entity("u2"), .integer(1_731)]])
    #expect(
      rendered(answer, .table) == """
        unit                    n
        ───────────────────  ────
        LĐLĐ huyện Ea H'leo     5
        u2                   1731

        """)
  }

  @Test("decomposed text takes as many cells as composed text")
  func decomposedTextAligns() {
    let decomposed = "Đa\u{0306}\u{0301}k"
    let answer = table(
      [("name", .string), ("n", .integer(nil))],
      [[.string("Đắk"), .integer(1)], [.string(decomposed), .integer(2)]])
    let lines = rendered(answer, .table).split(separator: "\n")
    #expect(Set(lines.map { cellWidth(of: String($0)) }).count == 1)
  }

  @Test("wide characters count two cells")
  func wideCharacters() {
    let answer = table(
      [("name", .string), ("n", .integer(nil))],
      [[.string("工会"), .integer(1)], [.string("Đoàn"), .integer(2)]])
    #expect(
      rendered(answer, .table) == """
        name  n
        ────  ─
        工会  1
        Đoàn  2

        """)
  }

  @Test("each kind of value in words")
  func valuesInWords() {
    let cases: [(Value, ValueType, String)] = [
      (.none, .string.optional, "·"),
      (.none, .ratio, "–"),
      (.none, .ratio.optional, "–"),
      (.bool(true), .bool, "yes"),
      (.bool(false), .bool, "no"),
      (decimal(750, 2), .decimal, "7.50"),
      (ratio(18, 21), .ratio, "18/21 (85.7 %)"),
      (ratio(0, 21), .ratio, "0/21 (0.0 %)"),
      (ratio(1, 3), .mean, "0.33"),
      (ratio(2, 3), .mean, "0.67"),
      (ratio(-1, 8), .mean, "-0.13"),
      (ratio(50, 20), .mean.optional, "2.50"),
      (.none, .mean.optional, "·"),
      (.symbol("on_time"), .string, "on_time"),
      (.date(Day(number: 18_844)), .date, "2021-08-05"),
      (.instant(dueInstant), .instant, "2021-08-05 16:00"),
      (.duration(TimeSpan(microseconds: 32_400_000_000)), .duration, "9 h"),
      (.duration(TimeSpan(microseconds: 140_400_000_000)), .duration, "1 d 15 h"),
      (.duration(TimeSpan(microseconds: -1_500_000_000)), .duration, "−25 min"),
      (.duration(TimeSpan(microseconds: 0)), .duration, "0"),
      (.position(Position(18_422)), .position, "#18422"),
      (.set([.symbol("zalo"), .symbol("facebook")]), .set(.string), "zalo, facebook"),
      (.set([]), .set(.string), "·"),
      (.entity("u1"), .entity(.unit), "LĐLĐ huyện Ea H'leo"),
      (.entity("u1"), .entity(.person), "u1"),
      (.string("two\nlines\tand a tab"), .string, "two lines and a tab"),
    ]
    let cells = CellText(
      context: RenderingContext(zone: .vietnam) { kind, id in
        kind == .unit && id == "u1" ? "LĐLĐ huyện Ea H'leo" : nil
      })
    for (value, type, expected) in cases {
      #expect(cells.text(value, type: type) == expected, "\(value)")
    }
  }

  @Test("an instant shows its microseconds when it has any")
  func instantFractions() {
    let cells = CellText(context: RenderingContext(zone: .vietnam))
    func text(_ microseconds: Int64) -> String {
      cells.text(
        .instant(Instant(microseconds: dueInstant.microseconds + microseconds)), type: .instant)
    }
    #expect(text(7_000_000) == "2021-08-05 16:00:07")
    #expect(text(7_000_042) == "2021-08-05 16:00:07.000042")
    #expect(text(1) == "2021-08-05 16:00:00.000001")
  }

  @Test("periods of whole days name the last day inside")
  func periods() {
    let cells = CellText(context: RenderingContext(zone: .vietnam))
    let day = Day(number: 18_844)
    let start = CivilZone.vietnam.start(of: day)
    let week = Period(start: start, end: CivilZone.vietnam.start(of: Day(number: 18_851)))
    #expect(cells.text(.period(week), type: .period) == "2021-08-05 .. 2021-08-11")
    let one = Period(start: start, end: CivilZone.vietnam.end(of: day))
    #expect(cells.text(.period(one), type: .period) == "2021-08-05")
    let open = Period(start: dueInstant, end: nil)
    #expect(cells.text(.period(open), type: .period) == "2021-08-05 16:00 ..")
  }

  @Test("a total row has a cell that cannot be taken for a missing key")
  func totalRow() {
    let answer = table(
      [("status", .string.optional), ("n", .integer(.row))],
      [[.symbol("filed"), .integer(2)], [.none, .integer(1)], [.none, .integer(3)]],
      totalRows: [2])
    #expect(
      rendered(answer, .table) == """
        status  n
        ──────  ─
        filed   2
        ·       1
        total   3

        """)
  }

  @Test("a tree indents units by depth and leaves out what the indent says")
  func tree() {
    let answer = table(
      [
        ("unit", .entity(.unit).optional), ("level", .level), ("depth", .integer(nil)),
        ("n", .integer(.row)),
      ],
      [
        [.entity("root"), .symbol("provincial"), .integer(0), .integer(21)],
        [.entity("u1"), .symbol("upper"), .integer(1), .integer(9)],
        [.none, .none, .none, .integer(1)],
      ], depths: [0, 1, 0])
    #expect(
      rendered(answer, .tree) == """
        unit                    n
        root                   21
          LĐLĐ huyện Ea H'leo   9
        no unit                 1

        """)
  }

  @Test("a vertical answer gives each value its line")
  func vertical() {
    let answer = table(
      [("unit", .entity(.unit)), ("n", .integer(.row))],
      [[.entity("u1"), .integer(5)], [.entity("u2"), .none]])
    #expect(
      rendered(answer, .vertical) == """
        ── 1 of 2 ──
        unit  LĐLĐ huyện Ea H'leo
           n  5
        ── 2 of 2 ──
        unit  u2
           n  ·

        """)
  }

  @Test("markdown escapes what would break the table")
  func markdown() {
    let answer = table(
      [("name", .string), ("n", .integer(nil))], [[.string("a|b\\c\nd"), .integer(1)]])
    #expect(
      rendered(answer, .markdown) == """
        | name | n |
        | --- | ---: |
        | a\\|b\\\\c d | 1 |

        """)
  }

  @Test("an answer without rows still shows its columns")
  func noRows() {
    let answer = table([("unit", .entity(.unit)), ("n", .integer(.row))], [])
    #expect(rendered(answer, .table) == "unit  n\n────  ─\n")
    #expect(rendered(answer, .markdown) == "| unit | n |\n| --- | ---: |\n")
    #expect(rendered(answer, .vertical) == "")
  }
}
