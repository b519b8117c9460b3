import Catalog
import Diagnostics
import Foundation
import LedgerModel
import QueryAnalysis
import QueryPlan
import Testing

@Suite("Analysis: parameters and definitions")
struct ParameterAnalysisTests {
  private func plan(
    _ text: String, _ arguments: [String: ParameterArgument] = [:]
  ) -> String {
    let (result, diagnostics, source) = analysed(text, arguments: arguments)
    #expect(!diagnostics.hasErrors, "\(DiagnosticRenderer().render(diagnostics, in: source))")
    return result.plan?.describe() ?? ""
  }

  @Test("values are read by the reader of their type and bound as constants")
  func boundValues() {
    let text =
      "param when : point\nparam root : unit = \"/\"\nparam days : duration = 7d\n"
      + "obligations as of $when | under $root | where cutoff <= now + $days | select unit"
    let bound = plan(
      text, ["when": .text("2021-08-05T09:00"), "root": .text("Ea Súp"), "days": .text("2wd")])
    #expect(bound.contains("as of @2021-08-05T02:00"))
    #expect(bound.contains("under(unit, ldld-ea-sup) at %day"))
    #expect(bound.contains("(now + 2 workingDay)"))
    let defaults = plan(text, ["when": .text("head")])
    #expect(defaults.contains("as of head"))
    #expect(!defaults.contains("under("))
    #expect(defaults.contains("604800000000us"))
  }

  @Test("sets are read element by element")
  func sets() {
    let text = "param skip : set<unit> = {}\nunits | where unit not in $skip | select unit"
    #expect(plan(text).contains("not unit in {}"))
    #expect(
      plan(text, ["skip": .text("Ea Súp, \"Krông Ana\"")])
        .contains("not unit in {'ldld-ea-sup', 'ldld-krong-ana'}"))
  }

  @Test("text that is no value of the type is refused at the declaration")
  func unreadable() {
    let text = "param least : int = 20\nunits | where children > $least"
    let bad = analysed(text, arguments: ["least": .text("many")]).diagnostics
    #expect(bad.map(\.code) == ["K112"])
    #expect(bad.first?.remedy == "as `--least 20`")
    let surplus = analysed(text, arguments: ["last": .text("3")]).diagnostics
    #expect(surplus.map(\.code) == ["K114"])
    #expect(surplus.first?.remedy == "did you mean '--least'?")
  }

  @Test("text of a parameter never becomes part of the query")
  func noSplicing() {
    let text = "param title : string\nmaterials | where title == $title | select material"
    let odd = "\" or true | drop title"
    #expect(plan(text, ["title": .text(odd)]).contains("title == \"\(odd)\""))
  }

  @Test("a parameter of type campaign cuts every source down to it")
  func campaignParameter() {
    let text =
      "param campaign : campaign\nobligations | without (reports) on obligation | select unit"
    let shown = plan(text, ["campaign": .text("daklak-2021-07")])
    #expect(shown.components(separatedBy: "campaign == 'daklak-2021-07'").count == 3)
  }

  @Test("checking needs no values")
  func checkWithoutValues() throws {
    let (result, diagnostics, _) = analysed(
      "param quiz : quiz\nresults | where quiz == $quiz | select person",
      options: AnalysisOptions(requiresArguments: false))
    #expect(diagnostics.isEmpty)
    #expect(try #require(result.plan).describe().contains("quiz == '$quiz'"))
    #expect(result.parameters.map(\.isRequired) == [true])
  }

  @Test("functions, stages and bindings are read where they are used")
  func definitions() {
    let text = """
      fn late_share(p: bool) = rate(p)
      stage after(g: duration) = missing "O11" by g | select unit, duty
      let quiet = obligations | unfiled "O16"
      obligations | after(1wd)
      """
    let shown = plan(text)
    #expect(shown.contains("now >= (cutoff + 1 workingDay)"))
    let function = plan(
      "fn late_share(p: bool) = rate(p)\n"
        + "threads | summarize r = late_share(state == .open) by channel")
    #expect(function.contains("rate(state == .open)"))
    let bound = plan("let quiet = obligations | unfiled \"O16\"\nquiet | select unit")
    #expect(bound.contains("scan obligations"))
  }

  @Test("a definition that refers to itself is refused once")
  func circles() {
    let (_, diagnostics, _) = analysed("stage s = where true | s\nunits | s")
    #expect(diagnostics.map(\.code) == ["K115"])
  }
}
