import Diagnostics
import Foundation
import PlanFile
import TestSupport
import Testing

/// A plan that compiles, small enough to be broken in one place at a time.
private let goodPlan = """
  kiem: 1
  campaign:
    id: c1
    title: T
    owner: p
    plan: d1
    window: 7/2021..8/2021
  documents:
    - {id: d1, code: 12/KH-LĐLĐ, issued: 08/7/2021, organ: LĐLĐ tỉnh}
  contents:
    - {id: C1, title: Nội dung}
  provisions:
    - {id: s1, label: I.1, text: report in time}
  levels: [provincial, upper]
  kinds: {ldld-tinh: provincial, ldld-huyen: upper}
  units:
    - {id: p, kind: ldld-tinh, name: Tỉnh}
    - {id: u, kind: ldld-huyen, name: Huyện, parent: p}
  duties:
    - id: R
      kind: report
      title: Báo cáo
      provision: s1
      holder: units | at level upper
      to: parent
      due: before 05/8/2021
      met_by: [report.submitted]
  """

struct BrokenPlan: Sendable, CustomTestStringConvertible {
  let name: String
  let from: String
  let to: String
  let says: String
  /// Line of the finding, 1-based.
  let line: Int

  var testDescription: String { name }
}

private let brokenPlans: [BrokenPlan] = [
  BrokenPlan(
    name: "unknown key", from: "owner: p", to: "ownr: p", says: "did you mean 'owner'?", line: 5),
  BrokenPlan(
    name: "31 June", from: "05/8/2021", to: "31/6/2021", says: "June", line: 26),
  BrokenPlan(
    name: "month first", from: "before 05/8/2021", to: "before 8/13/2021", says: "day comes first",
    line: 26),
  BrokenPlan(
    name: "unknown level", from: "ldld-huyen: upper", to: "ldld-huyen: uper",
    says: "did you mean 'upper'?", line: 15),
  BrokenPlan(
    name: "unknown kind", from: "kind: ldld-huyen, name", to: "kind: ldld-hyen, name",
    says: "did you mean 'ldld-huyen'?", line: 18),
  BrokenPlan(
    name: "unknown parent", from: "parent: p}", to: "parent: q}", says: "names no unit", line: 18),
  BrokenPlan(
    name: "unknown provision", from: "provision: s1", to: "provision: s2",
    says: "names no provision",
    line: 23),
  BrokenPlan(
    name: "unknown event", from: "[report.submitted]", to: "[report.submited]",
    says: "did you mean 'report.submitted'?", line: 27),
  BrokenPlan(
    name: "duplicate unit", from: "{id: u, kind", to: "{id: p, kind", says: "declared twice",
    line: 18),
  BrokenPlan(
    name: "due without boundary", from: "before 05/8/2021", to: "05/8/2021",
    says: "before or by", line: 26),
  BrokenPlan(
    name: "duplicate key", from: "title: T\n", to: "title: T\n  title: U\n", says: "written twice",
    line: 4),
  BrokenPlan(
    name: "alias", from: "title: T\n", to: "title: *x\n", says: "no YAML", line: 4),
  BrokenPlan(
    name: "no YAML", from: "levels: [provincial, upper]", to: "levels: [provincial, upper",
    says: "no YAML", line: 15),
  BrokenPlan(
    name: "newer format", from: "kiem: 1", to: "kiem: 2", says: "version of the plan format",
    line: 1),
]

@Suite("Plan file: what a bad plan gets")
struct BadPlanTests {
  private func compile(_ text: String) throws -> CompiledPlan {
    let folder = try TemporaryFolder("plan")
    try text.write(toFile: folder.path("plan.yaml"), atomically: true, encoding: .utf8)
    return try PlanCompiler.compile(PlanFolder(file: folder.path("plan.yaml")))
  }

  @Test func goodPlanCompiles() throws {
    #expect(try compile(goodPlan).items.count == 6)
  }

  @Test("an error names the line and a way on", arguments: brokenPlans)
  func namesLineAndRemedy(broken: BrokenPlan) throws {
    let text = goodPlan.replacingOccurrences(of: broken.from, with: broken.to)
    #expect(text != goodPlan)
    do {
      _ = try compile(text)
      Issue.record("the plan compiled")
    } catch let error as PlanError {
      #expect(error.description.contains(broken.says), "\(error)")
      let lines = error.findings.map { $0.source.location(of: $0.diagnostic.span.start).line }
      #expect(lines.contains(broken.line), "found on \(lines): \(error)")
    }
  }

  @Test func reportsSeveralErrorsAtOnce() throws {
    let text = goodPlan.replacingOccurrences(of: "provision: s1", with: "provision: s2")
      .replacingOccurrences(of: "05/8/2021", with: "31/6/2021")
    do {
      _ = try compile(text)
      Issue.record("the plan compiled")
    } catch let error as PlanError {
      #expect(error.findings.count == 2)
    }
  }

  @Test func refusesTextThatIsNotUTF8() throws {
    let folder = try TemporaryFolder("plan")
    try Data([0x6B, 0x3A, 0x20, 0xFF, 0xFE]).write(to: folder.url.appendingPathComponent("p.yaml"))
    #expect(throws: PlanFileError.notUTF8(folder.path("p.yaml"))) {
      try PlanFolder(file: folder.path("p.yaml"))
    }
  }

  @Test func refusesAnEmptyFile() throws {
    #expect(throws: PlanError.self) { try compile("") }
  }

  @Test func refusesFilesOutsideItsFolder() throws {
    let text = goodPlan + "\nheadcounts: {file: ../x.csv}\n"
    #expect(throws: PlanFileError.outsideFolder("../x.csv")) { try compile(text) }
  }
}
