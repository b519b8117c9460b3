import Diagnostics
import LedgerModel
import QueryAnalysis
import QueryPlan
import Testing

@Suite("Analysis: one example for every code")
struct FindingTests {
  static let cases: [FindingCase] = names + placement + none + types + lints + clocks + refused

  static let names: [FindingCase] = [
    FindingCase("K014", "units | select members + officials", at: "members + officials"),
    FindingCase(
      "K021", "obligations | where \"2021-08-05\" > cutoff", at: "\"2021-08-05\""),
    FindingCase(
      "K101", "obligation | take 5", at: "obligation", says: "did you mean 'obligations'?"),
    FindingCase(
      "K102", "units | select x = ancester(unit, .upper)", at: "ancester",
      says: "did you mean 'ancestor'?"),
    FindingCase("K105", "units | select unit | sort name", at: "name", says: "gone since stage 2"),
    FindingCase(
      "K106", "units | select a = unit, a = name", at: "a", says: "two columns named 'a'"),
    FindingCase(
      "K106", "people | funnel { a = attempts } by step = role", at: "step",
      says: "two columns named 'step'"),
    FindingCase(
      "K107", "obligations | where status == .lat", at: ".lat", says: "did you mean '.late'?"),
    FindingCase("K108", "units | select x = .upper", at: ".upper"),
    FindingCase("K109", "units | under $rot", at: "$rot", says: "no parameter '$rot'"),
    FindingCase("K110", "units | select x = ancestor(unit)", at: "ancestor(unit)"),
    FindingCase("K111", "param m : material\nmaterials | where material == $m", at: "m"),
    FindingCase(
      "K113", "param m : materiel\nunits", at: "materiel", says: "did you mean 'material'?"),
    FindingCase("K115", "let a = a | take 1\nunits", at: "a", says: "refers to itself: a → a"),
    FindingCase(
      "K116", "units | select x = name.length", at: "length", says: "nothing behind a dot"),
    FindingCase(
      "K117", "units" + String(repeating: " | where unit is not none", count: 501),
      at: "where", says: "more than 500 stages"),
  ]

  static let placement: [FindingCase] = [
    FindingCase("K120", "units | late", at: "late", says: "units has no statuses"),
    FindingCase(
      "K121", "obligations | waived", at: "waived", says: "`obligations(all: true) | waived`"),
    FindingCase("K122", "imports | under \"ldld-dak-lak\"", at: "under", says: "have no unit"),
    FindingCase(
      "K124", "units | summarize n = count() by level fill", at: "fill", says: "one period"),
    FindingCase(
      "K125", "people | funnel { a = imports, b = attempts } by role", at: "imports",
      says: "have no person"),
    FindingCase(
      "K131", "units | where count() > 1", at: "count()", says: "`summarize` or `rollup`"),
    FindingCase("K131", "units | summarize n = rank(members)", at: "rank(members)"),
    FindingCase("K131", "units | summarize n = own(count())", at: "own(count())"),
    FindingCase("K131", "materials | select c = each(contents)", at: "each(contents)"),
    FindingCase(
      "K132", "units | summarize n = members by level", at: "members", says: "row to row"),
  ]

  static let none: [FindingCase] = [
    FindingCase("K302", "units | select x = members?", at: "members?"),
    FindingCase(
      "K303", "results | where passed", at: "passed", says: "`passed?` counts none as false"),
    FindingCase(
      "K304", "views | without (people) on person", at: "person", says: "is not none"),
    FindingCase("K301", "units | where members between 1 and 5", at: "members"),
    FindingCase("K301", "units | where 5 < members + 1", at: "members + 1"),
  ]

  static let types: [FindingCase] = [
    FindingCase("K310", "units | where kind == .cdcs", at: ".cdcs", says: "`\"cdcs\"`"),
    FindingCase("K310", "units | where level == \"upper\"", at: "\"upper\"", says: "`.upper`"),
    FindingCase("K311", "threads | where received_at < now - 7", at: "7", says: "`7d`"),
    FindingCase("K311", "obligations | late by 2", at: "2", says: "`2d`"),
    FindingCase(
      "K312", "obligations | where lateness > 2wd", at: "2wd", says: "no fixed length"),
    FindingCase("K313", "units | where unit == district", at: "unit == district"),
    FindingCase("K313", "units | where unit < \"ldld-dak-lak\"", at: "unit < \"ldld-dak-lak\""),
    FindingCase("K313", "units | where unit ~ \"ea\"", at: "unit", says: "`unit.name`"),
    FindingCase("K313", "units | select x = name + 1", at: "name + 1"),
    FindingCase("K314", "units | select x = week(name)", at: "name", says: "a date or an instant"),
    FindingCase("K314", "units | summarize m = median(unit)", at: "unit", says: "an order"),
    FindingCase(
      "K314", "param n : int = 5\nunits | under $n", at: "$n", says: "under wants a unit"),
    FindingCase(
      "K321", "deliveries | summarize n = count() + sum(sent)", at: "count() + sum(sent)",
      says: "counts rows", "counts copies"),
    FindingCase(
      "K321", "views | summarize n = distinct(person) + distinct(unit)",
      at: "distinct(person) + distinct(unit)", says: "persons", "units"),
    FindingCase("K320", "metrics | derive x = value + 1", at: "value"),
    FindingCase("K330", "units | summarize n = count(members)", at: "count(members)"),
    FindingCase(
      "K340", "units | select unit | append (units | select name)", at: "append",
      says: "missing unit", "not here: name"),
    FindingCase("K341", "units | where name matches /[a/", at: "/[a/"),
  ]

  static let lints: [FindingCase] = [
    .lint(
      "K210", "obligations(all: true) | summarize r = rate(status == .on_time)",
      at: "rate(status == .on_time)", says: "not expected rows are in the denominator"),
    .lint(
      "K210", "obligations | where rounds > 0 | summarize r = rate(status == .on_time)",
      at: "rate(status == .on_time)", says: "stage 2"),
    .lint(
      "K211", "obligations | missing \"report\" | summarize n = count() by unit",
      at: "\"report\"", says: "3 duties", "does not tell them apart: O7, O11, O20"),
    .lint("K212", "units | take 5", at: "take 5", says: "sort"),
    .lint(
      "K213", "units | at level upper | where level == .grassroots",
      at: "level == .grassroots", says: "never true"),
    .lint(
      "K213", "obligations | where status == .waived", at: "status == .waived",
      says: "`obligations(all: true)`"),
    .lint(
      "K215", "units | under \"Công đoàn Ea Súp cũ\"", at: "\"Công đoàn Ea Súp cũ\"",
      says: "is called 'LĐLĐ huyện Ea Súp' now"),
    .lint(
      "K217", "obligations | lookup (obligations | late) on obligation as o",
      at: "obligations | late", says: "read the same way"),
    .lint("K218", "param root : unit = \"/\"\nunits", at: "root", says: "never used"),
    .lint(
      "K221",
      "people | funnel { a = attempts, b = attempts } in order by role", at: "b = attempts",
      says: "'a' and 'b'"),
  ]

  static let clocks: [FindingCase] = [
    FindingCase("K401", "obligations as of @2021-08", at: "@2021-08"),
    FindingCase(
      "K402", "threads | where received_at == @2021-08-05", at: "received_at == @2021-08-05",
      says: "use \"in\""),
    FindingCase("K402", "obligations | where due_day == @2021-08", at: "due_day == @2021-08"),
    FindingCase("K403", "attempts over 5", at: "5", says: "over takes a period"),
    FindingCase("K404", "attempts over quiz.window", at: "quiz", says: "depends on rows"),
    FindingCase(
      "K410", "obligations assuming (boundery: .by)", at: "boundery",
      says: "did you mean 'boundary'?"),
    FindingCase("K411", "attempts assuming (boundary: .by)", at: "boundary"),
    FindingCase("K107", "obligations assuming (boundary: .after)", at: ".after"),
    FindingCase("K501", "units | under \"Nowhere\"", at: "\"Nowhere\""),
    FindingCase(
      "K126", "history units", at: "history units", says: "`diff units from … to …`"),
    FindingCase(
      "K127", "diff (attempts | select score) from #3 to now", at: "(attempts | select score)",
      says: "keep the key of the source"),
    FindingCase(
      "K405", "history attempts over @2021-08", at: "@2021-08", says: "where at in @2021-08"),
    FindingCase("K405", "diff attempts from #1 to #2 as of #3", at: "#3"),
    FindingCase("K401", "diff attempts from @2021-08-05 to now", at: "@2021-08-05"),
    FindingCase(
      "K104", "history attempts | where old.scores != new.score", at: "scores",
      says: "did you mean 'score'?"),
    FindingCase("K101", "history attemps", at: "attemps"),
    FindingCase(
      "K128", "obligations | select unit | why", at: "why", says: "keep the key of the source"),
    FindingCase(
      "K128", "obligations | rollup n = count() | why", at: "why",
      says: "before they are put together"),
  ]

  static let refused: [FindingCase] = [
    FindingCase("K904", "units | pivot level", at: "pivot"),
    FindingCase("K906", "units | show bar", at: "show"),
    FindingCase("K907", "use lib/deadlines\nunits", at: "use lib/deadlines"),
  ]

  @Test("the code, the place and the words", arguments: cases)
  func finding(_ finding: FindingCase) { finding.check() }

  @Test("look-ups by the same key need no names of their own")
  func lookupsByOneKey() throws {
    let (result, diagnostics, _) = analysed(
      "obligations | lookup (units | select unit, members) on unit"
        + " | lookup (units | select unit, officials) on unit"
        + " | lookup (units | select unit, workers) on unit | select unit, members, workers")
    #expect(diagnostics.isEmpty)
    let plan = try #require(result.plan)
    #expect(PlanInvariants.violations(of: plan).isEmpty)
    #expect(plan.columns.filter { !$0.isHidden }.map(\.name) == ["unit", "members", "workers"])
  }

  @Test("a duty that is not due yet has nobody missing")
  func notYetDue() {
    let options = AnalysisOptions(clock: Instant(microseconds: 1_625_000_000_000_000))
    FindingCase.lint(
      "K223", "obligations | missing \"O13\"", at: "\"O13\"", says: "not due before 01/9/2021"
    ).check(options: options)
    // What came in early, and what the text's own clock lets be missing, is no mistake.
    for text in [
      "obligations | filed \"O13\"", "obligations as of @2021-09-02T00:00 | missing \"O13\"",
    ] {
      #expect(analysed(text, options: options).diagnostics.isEmpty, "\(text)")
    }
  }

  @Test("several campaigns and none chosen")
  func mixedCampaigns() {
    var resolver = TestResolver()
    resolver.campaigns = ["a", "b"]
    #expect(analysed("obligations", resolver: resolver).diagnostics.map(\.code) == ["K219"])
    let chosen = AnalysisOptions(campaign: "a")
    #expect(analysed("obligations", resolver: resolver, options: chosen).diagnostics.isEmpty)
    #expect(
      analysed("obligations | where campaign == \"a\"", resolver: resolver).diagnostics.isEmpty)
    #expect(analysed("units", resolver: resolver).diagnostics.isEmpty)
  }

  /// Codes of other tests: parameters, selectors and evidence.
  static let elsewhere: Set<String> = [
    "K103", "K112", "K114", "K133", "K134", "K135", "K219", "K223", "K903",
  ]

  @Test("no code is without an example")
  func everyCode() {
    let shown = Set((Self.cases + NewcomerTests.cases).map(\.code)).union(Self.elsewhere)
    let missing = AnalysisCode.allCases.map(\.rawValue).filter { !shown.contains($0) }
    #expect(missing.isEmpty)
    for code in AnalysisCode.allCases { #expect(!code.summary.isEmpty) }
  }
}
