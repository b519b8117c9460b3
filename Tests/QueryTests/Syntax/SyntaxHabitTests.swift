import Diagnostics
import QuerySyntax
import Testing

/// A text that newcomers type, and what must be said about it.
struct Slip: Sendable, CustomTestStringConvertible {
  let text: String
  /// Codes with the text they underline, in order of position.
  let findings: [Finding]
  /// The text once the first fix-it of every finding is applied, again and again.
  let mended: String?

  struct Finding: Sendable, Hashable, CustomStringConvertible {
    let code: String
    let underlined: String
    var description: String { "\(code) '\(underlined)'" }
  }

  init(_ text: String, _ findings: (String, String)..., mended: String? = nil) {
    self.text = text
    self.findings = findings.map { Finding(code: $0.0, underlined: $0.1) }
    self.mended = mended
  }

  var testDescription: String { text }
}

/// Applies the first fix-it of every finding until nothing is left to mend.
func mend(_ text: String) -> String {
  var text = text
  for _ in 0..<6 {
    let file = parsed(text)
    let fixIts = file.diagnostics.compactMap(\.fixIts.first)
    if fixIts.isEmpty { break }
    text = file.source.applying(fixIts)
  }
  return text
}

@Suite("Syntax: habits of other languages are named")
struct SyntaxHabitTests {
  @Test(
    "code, place and remedy",
    arguments: SlipCatalogue.stages + SlipCatalogue.operators + SlipCatalogue.literals
      + SlipCatalogue.files)
  func slip(_ slip: Slip) {
    let file = parsed(slip.text)
    let found = file.diagnostics.map {
      Slip.Finding(code: $0.code, underlined: file.source[$0.span])
    }
    #expect(found == slip.findings, "\(DiagnosticError(file.diagnostics, in: file.source))")
    #expect(covers(file))
    guard let expected = slip.mended else { return }
    #expect(mend(slip.text) == expected)
    #expect(parsed(expected).diagnostics.isEmpty)
  }

  @Test("every code has an example")
  func complete() {
    let slips =
      SlipCatalogue.stages + SlipCatalogue.operators + SlipCatalogue.literals
      + SlipCatalogue.files
    let shown = Set(slips.flatMap { $0.findings.map(\.code) })
    // Too deep for a line of text: the tests of depth cover it.
    let missing = SyntaxCode.allCases.filter { $0 != .nestedTooDeeply }.map(\.rawValue)
      .filter { !shown.contains($0) }
    #expect(missing.isEmpty)
    #expect(SyntaxCode.allCases.allSatisfy { $0.summary.hasSuffix(".") })
  }

  @Test("every backticked remedy parses in place or alone", arguments: SlipCatalogue.stages)
  func remedies(_ slip: Slip) {
    for diagnostic in parsed(slip.text).diagnostics
    where diagnostic.remedy?.contains("accents") != true {
      guard let remedy = diagnostic.remedy?.split(separator: "`").dropFirst().first else {
        continue
      }
      let text = String(remedy).replacing("…", with: "a")
      let candidates = [
        text, "units | \(text)", "units \(text)", "units | \(text) a", "units | where a \(text) b",
        "units | where a \(text)", "units | late \(text)", "units | derive \(text)",
      ]
      #expect(
        candidates.contains { parsed($0).diagnostics.isEmpty }, "\(slip.text): \(remedy)")
    }
  }
}

enum SlipCatalogue {
  static let stages: [Slip] = [
    Slip(
      #"obligations missing "report""#, ("K001", "missing"),
      mended: #"obligations | missing "report""#),
    Slip(
      "obligations\nmissing\n| take 5", ("K001", "missing"),
      mended: "obligations\n| missing\n| take 5"),
    Slip(
      "obligations | where a == 1 sort b", ("K001", "sort"),
      mended: "obligations | where a == 1 | sort b"),
    Slip(
      "SELECT unit FROM obligations", ("K010", "SELECT"), mended: "obligations | select unit"),
    Slip(
      "select unit, n from obligations where status = 'late' and n <> 3 order by n DESC limit 5",
      ("K010", "select"),
      mended:
        "obligations | where status == \"late\" and n != 3 | sort n desc | select unit, n | take 5"),
    Slip(
      "SELECT count(*) FROM attempts GROUP BY unit", ("K010", "SELECT"),
      mended: "attempts | summarize n = count() by unit"),
    Slip("from units | take 3", ("K010", "from"), mended: "units | take 3"),
    Slip(
      "obligations | under Krông Ana", ("K012", "Krông Ana"),
      mended: #"obligations | under "Krông Ana""#),
    Slip(
      "obligations | under Ea H'leo | take 5", ("K012", "Ea H'leo"),
      mended: #"obligations | under "Ea H'leo" | take 5"#),
    Slip("obligations | missing O11", ("K012", "O11"), mended: #"obligations | missing "O11""#),
    Slip(
      "obligations | late report by 2d", ("K012", "report"),
      mended: #"obligations | late "report" by 2d"#),
    Slip("obligations | late 2d", ("K003", "2d"), mended: "obligations | late by 2d"),
    Slip(
      "units | summarize count(*)", ("K330", "count(*)"), mended: "units | summarize n = count()"),
    Slip(
      "units | summarize n = count(*) by level", ("K330", "count(*)"),
      mended: "units | summarize n = count() by level"),
    Slip(
      "a | summarize count() by unit", ("K014", "count()"),
      mended: "a | summarize n = count() by unit"),
    Slip(
      "a | derive b - c, count(), count()", ("K014", "b - c"), ("K014", "count()"),
      ("K014", "count()"), mended: "a | derive value = b - c, n = count(), n2 = count()"),
    Slip("a | group by unit", ("K010", "group by"), mended: "a | summarize n = count() by unit"),
    Slip("a | order by n desc", ("K010", "order by"), mended: "a | sort n desc"),
    Slip("a | limit 5", ("K010", "limit"), mended: "a | take 5"),
    Slip("a | head 5", ("K010", "head"), mended: "a | take 5"),
    Slip("a | filter b > 1", ("K010", "filter"), mended: "a | where b > 1"),
    Slip("a | count", ("K010", "count"), mended: "a | summarize n = count()"),
    Slip("a | tail 5", ("K010", "tail")),
    Slip(
      "a | select sum(b) as c, d", ("K010", "as c"), mended: "a | select c = sum(b), d"),
    Slip(
      "a | sumarize n = count() by b", ("K009", "sumarize"),
      mended: "a | summarize n = count() by b"),
    Slip("a | wher b > 1 | take x", ("K009", "wher"), ("K003", "x")),
    Slip("a | xyzzy 3 | take 1", ("K009", "xyzzy")),
    Slip(#"obligations | thiếu "O11""#, ("K016", "thiếu"), mended: #"obligations | missing "O11""#),
    Slip(
      "a | sắp xếp b | lọc c", ("K016", "sắp xếp"), ("K016", "lọc"), mended: "a | sort b | where c"),
    Slip(
      "Obligations | Where a AND b | SORT c", ("K017", "Obligations"), ("K017", "Where"),
      ("K017", "AND"), ("K017", "SORT"), mended: "obligations | where a and b | sort c"),
    Slip("a | take 5;", ("K018", ";"), mended: "a | take 5"),
    Slip("a | | take 5", ("K003", "|"), mended: "a |  take 5"),
    Slip("a | at upper", ("K003", "upper"), mended: "a | at level upper"),
    Slip("a | at level \"upper\"", ("K003", "\"upper\""), mended: "a | at level upper"),
    Slip(
      "a | without deliveries on unit", ("K003", "deliveries"),
      mended: "a | without (deliveries) on unit"),
    Slip("a | sort b descending", ("K010", "descending"), mended: "a | sort b desc"),
    Slip("a | append (b | take 1", ("K004", "("), mended: "a | append (b | take 1)"),
    Slip("a | take 1) | take 2", ("K004", ")"), mended: "a | take 1 | take 2"),
    Slip("missing \"O11\"", ("K001", "missing")),
    Slip("| take 5", ("K003", "|")),
    Slip("a |", ("K003", "")),
    Slip("a | summarize by b", ("K003", "by")),
    Slip("a | select in, b", ("K003", "in")),
    Slip("a | drop if, b", ("K019", "if"), mended: "a | drop `if`, b"),
  ]

  static let operators: [Slip] = [
    Slip("a | where status = .late", ("K011", "="), mended: "a | where status == .late"),
    Slip(
      "a | where b && c || !d", ("K011", "&&"), ("K011", "||"), ("K011", "!"),
      mended: "a | where b and c or not d"),
    Slip("a | where b&&c", ("K011", "&&"), mended: "a | where b and c"),
    Slip(
      "a | where b <> c and d === e and f !== g", ("K011", "<>"), ("K011", "==="), ("K011", "!=="),
      mended: "a | where b != c and d == e and f != g"),
    Slip("a | where b is null", ("K011", "null"), mended: "a | where b is none"),
    Slip(
      "a | where b IS NOT NULL", ("K017", "IS"), ("K017", "NOT"), ("K011", "NULL"),
      mended: "a | where b is not none"),
    Slip("a | where b == null", ("K011", "== null"), mended: "a | where b is none"),
    Slip("a | where b != NULL", ("K011", "!= NULL"), mended: "a | where b is not none"),
    Slip("a | where b = \"\"", ("K011", "= \"\""), mended: "a | where b is none"),
    Slip("a | where b is .late", ("K011", "is"), mended: "a | where b == .late"),
    Slip("a | where b is not 3", ("K011", "is not"), mended: "a | where b != 3"),
    Slip(#"a | where unit like "%Ea%""#, ("K010", "like"), mended: #"a | where unit ~ "Ea""#),
    Slip(
      #"a | where contains(name, "ea")"#, ("K010", "contains"), mended: #"a | where name ~ "ea""#),
    Slip("a | derive b = coalesce(c, 0)", ("K010", "coalesce"), mended: "a | derive b = c ?? 0"),
    Slip("a | where b < now()", ("K015", "now()"), mended: "a | where b < now"),
    Slip("a | where 1 < b < 3", ("K024", "<")),
    Slip("a | where b và c", ("K016", "và"), mended: "a | where b and c"),
    Slip("a | where b > ", ("K003", "")),
    Slip("a | where (b > 1 | take 2", ("K004", "("), mended: "a | where (b > 1) | take 2"),
    Slip(
      "a | where b in [1, 2]", ("K005", "["), ("K005", "]"),
      mended: "a | where b in {1, 2}"),
    Slip("a | where b == 1 € 2 | take x", ("K005", "€"), ("K003", "2"), ("K003", "x")),
    Slip("a // why\n| take 1", ("K010", "//"), mended: "a -- why\n| take 1"),
  ]

  static let literals: [Slip] = [
    Slip(
      "a | where cutoff < 05/8/2021", ("K020", "05/8/2021"),
      mended: "a | where cutoff < @2021-08-05"),
    Slip("a | where b in 8/2021", ("K020", "8/2021"), mended: "a | where b in @2021-08"),
    Slip("a | where b < 31/6/2021", ("K020", "31/6/2021")),
    Slip(
      "a | where cutoff < 2021-08-05", ("K021", "2021-08-05"),
      mended: "a | where cutoff < @2021-08-05"),
    Slip("a as of 2021-8-5T07:30", ("K021", "2021-8-5T07:30"), mended: "a as of @2021-08-05T07:30"),
    Slip(
      "a | where b in @2021-08..2021-09", ("K021", "2021-09"),
      mended: "a | where b in @2021-08..@2021-09"),
    Slip("a | where b > 1,731", ("K007", "1,731"), mended: "a | where b > 1_731"),
    Slip(
      "a | where b > @2021-08-05 07:30 | take x", ("K022", "@2021-08-05 07:30"), ("K003", "x")),
    Slip("a | where b in (1, 2)", ("K011", "(1, 2)")),
    Slip("a |> take 1", ("K011", "|>"), mended: "a | take 1"),
    Slip("a | derive b := c", ("K011", ":"), mended: "a | derive b = c"),
    Slip("$x | take y", ("K003", "$x"), ("K003", "y")),
    Slip("\"x\" y | take z", ("K003", "\"x\""), ("K003", "z")),
    Slip("a | where b > @2021-13", ("K022", "@2021-13")),
    Slip("a | where b > @2021-06-31", ("K022", "@2021-06-31")),
    Slip("a | where b > @2021-02-29", ("K022", "@2021-02-29")),
    Slip("a | where b > @2021-8-5", ("K022", "@2021-8-5"), mended: "a | where b > @2021-08-05"),
    Slip("a | where b > @2021-W53", ("K022", "@2021-W53")),
    Slip("a | where b > @2021-Q5", ("K022", "@2021-Q5")),
    Slip("a | where b > @2021-08-05T24:01", ("K022", "@2021-08-05T24:01")),
    Slip("a | where b > @", ("K022", "@")),
    Slip("a | where b > 2days", ("K023", "2days"), mended: "a | where b > 2d"),
    Slip("a | where b > 3ngày", ("K023", "3ngày"), mended: "a | where b > 3d"),
    Slip("a | where b > 1.5h", ("K023", "1.5h")),
    Slip("a | where b > 99999999999999999999", ("K007", "99999999999999999999")),
    Slip("a as of #abc", ("K007", "#abc")),
    Slip(
      "obligations | under “Đắk Lắk”", ("K013", "“"), mended: #"obligations | under "Đắk Lắk""#),
    Slip("a | under “Đắk Lắk | take 1", ("K013", "“"), mended: #"a | under "Đắk Lắk"| take 1"#),
    Slip("a | under \"Đắk Lắk”", ("K013", "”"), mended: #"a | under "Đắk Lắk""#),
    Slip("a | where b == 'x'", ("K013", "'"), mended: #"a | where b == "x""#),
    Slip(
      "a | where name ~ \"ea\n| take 1", ("K002", "\""), mended: "a | where name ~ \"ea\"\n| take 1"
    ),
    Slip("a | with (b | where name ~ \"ea) on c", ("K002", "\"")),
    Slip(#"a | where b == "C:\dir""#, ("K008", "\\"), mended: #"a | where b == "C:\\dir""#),
    Slip(#"a | where b == "\u{110000}""#, ("K008", "\\u")),
    Slip("a | select `b", ("K002", "`"), mended: "a | select `b`"),
    Slip("a | where b matches /x", ("K002", "/"), mended: "a | where b matches /x/"),
  ]

  static let files: [Slip] = [
    Slip("a | take 1\nb | take 2", ("K025", "b")),
    Slip("let a = b\nparam c : unit\na", ("K025", "param")),
    Slip("query a\nquery b\nunits", ("K025", "query")),
    Slip("stage late = take 1\nunits", ("K026", "late")),
    Slip("param x unit\nunits | take y", ("K003", "unit"), ("K003", "y")),
    Slip("let x units\nunits | take y", ("K003", "units"), ("K003", "y")),
    Slip("a as of #1 as of #2", ("K025", "as of #2")),
    Slip("let late = units\nlate | take 1"),
    Slip(
      "stage tidy = take 1\nunits | tdiy", ("K009", "tdiy"),
      mended: "stage tidy = take 1\nunits | tidy"),
    Slip("use lib/x\nunits | anything(1) | other"),
  ]
}
