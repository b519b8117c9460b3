import Diagnostics
import QueryAnalysis
import QueryPlan
import QuerySyntax
import Testing

@Suite("Analysis: selectors and evidence of plan files")
struct SelectorAnalysisTests {
  private func holder(_ text: String) -> SelectorAnalysis {
    let source = SourceText(name: "plan", text: text)
    let parsed = parsePipeline(source, in: source.span)
    #expect(parsed.diagnostics.isEmpty)
    return analyseHolder(parsed.node, source: source, resolver: TestResolver())
  }

  private func target(_ text: String, of holderSource: String = "units") -> SelectorAnalysis {
    let source = SourceText(name: "plan", text: text)
    let parsed = parsePipeline(source, in: source.span)
    #expect(parsed.diagnostics.isEmpty)
    return analyseTarget(
      parsed.node, holderSource: holderSource, source: source, resolver: TestResolver())
  }

  private func evidence(_ text: String, hasTarget: Bool = false) -> EvidenceAnalysis {
    let source = SourceText(name: "plan", text: text)
    let parsed = parseEventPattern(source, in: source.span)
    #expect(parsed.diagnostics.isEmpty)
    return analyseEvidence(
      parsed.node, hasTarget: hasTarget, source: source, resolver: TestResolver())
  }

  @Test("a holder is a condition over the source's columns")
  func holderCondition() {
    let all = holder("offices")
    #expect(all.source == "offices" && all.predicate == nil && all.tie == nil)
    let upper = holder("units | at level upper | where sector is none")
    #expect(!upper.hasErrors)
    #expect(
      upper.predicate?.text(over: upper.columns)
        == "(at_level(unit, upper) and sector is none)")
  }

  @Test("a target is tied to its holder by the one equality")
  func targetTie() throws {
    let direct = target("units | at level grassroots | where parent == holder.unit")
    let tie = try #require(direct.tie)
    #expect(tie.target.text(over: direct.columns) == "parent")
    #expect(direct.columns[tie.holder].name == "holder.unit")
    #expect(direct.predicate?.text(over: direct.columns) == "at_level(unit, grassroots)")
    let above = target("units | where ancestor(unit, .upper) == holder.unit and pages > 0")
    #expect(above.tie?.target.text(over: above.columns) == "ancestor(unit, upper)")
    #expect(above.predicate?.text(over: above.columns) == "pages > 0")
  }

  @Test("a target without a tie, or with two, is refused")
  func tieErrors() {
    #expect(target("units | at level grassroots").diagnostics.map(\.code) == ["K134"])
    let two = target("units | where parent == holder.unit and unit == holder.unit")
    #expect(two.diagnostics.map(\.code) == ["K134"])
  }

  @Test(
    "a selector knows rows, not clocks or groups",
    arguments: [
      "units as of @2021-08-05T00:00", "units | sort name", "units | where opened? < today",
      "units(all: true)",
    ])
  func rowStagesOnly(text: String) {
    #expect(holder(text).diagnostics.map(\.code) == ["K133"])
  }

  @Test("near names are offered in selectors")
  func selectorNames() {
    #expect(holder("unit | at level upper").diagnostics.first?.remedy == "did you mean 'units'?")
    #expect(holder("units | where knd == \"cdcs\"").diagnostics.map(\.code) == ["K104"])
    #expect(holder("units | at level huyện").diagnostics.map(\.code) == ["K130"])
  }

  @Test("evidence sees the event, its envelope and the bearer")
  func evidenceCondition() {
    let sent = evidence(
      "material.distributed where unit == holder.unit and to_unit == target.unit",
      hasTarget: true)
    #expect(sent.diagnostics.isEmpty)
    #expect(sent.eventName == "material.distributed")
    #expect(
      sent.condition?.text(over: sent.columns)
        == "(unit == holder.unit and to_unit == target.unit)")
    let web = evidence("media.item.published where medium == .website")
    #expect(web.diagnostics.isEmpty)
    #expect(evidence("report.submitted").condition == nil)
  }

  @Test("wrong events, fields and cases are named with their near ones")
  func evidenceErrors() {
    #expect(
      evidence("report.submited").diagnostics.first?.remedy == "did you mean 'report.submitted'?")
    #expect(evidence("report.submited").diagnostics.map(\.code) == ["K135"])
    let field = evidence("material.distributed where to_unt == holder.unit")
    #expect(field.diagnostics.first?.remedy == "did you mean 'to_unit'?")
    #expect(
      evidence("media.item.published where medium == .web").diagnostics.map(\.code) == ["K107"])
    #expect(
      evidence("report.submitted where unit == target.unit").diagnostics.map(\.code) == ["K104"])
  }
}
