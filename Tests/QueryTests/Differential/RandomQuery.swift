import Catalog
import Diagnostics
import LedgerModel
import QueryAnalysis
import QueryPlan
import QuerySyntax
import TestSupport

/// Draws a query text stage by stage; what is in scope after each stage is asked of the analysis,
/// so that most texts are sound without a second model of the language.
struct RandomQuery {
  var random: SeededGenerator
  private(set) var text = ""
  private var fresh = 0

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  static func analysed(_ text: String, prunes: Bool = true) -> (AnalysisResult, [Diagnostic]) {
    let source = SourceText(name: "random", text: text)
    let parsed = parse(source)
    var options = AnalysisOptions()
    options.prunesColumns = prunes
    let result = analyse(
      parsed.file, source: source, schemas: RandomTables.schemas, options: options)
    return (result, parsed.diagnostics + result.diagnostics)
  }

  /// A pipeline of up to five stages; a stage that the analysis refuses is left out again.
  mutating func draw() {
    text = pick(["items", "items", "items", "marks", "items over @2021-08-01..@2021-08-02"])
    for _ in 0..<pick([1, 2, 3, 4, 5]) {
      let before = text
      let scope = Self.analysed(before).0.resultColumns
      guard !scope.isEmpty else { return }
      text += " | " + stage(scope)
      if Self.analysed(text).1.hasErrors { text = before }
      // What later stages make of a total row is said by tests of its own.
      if text.hasSuffix(" total") { return }
    }
  }

  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }

  private mutating func chance(_ oneIn: Int) -> Bool {
    Int.random(in: 0..<oneIn, using: &random) == 0
  }

  private mutating func name() -> String {
    fresh += 1
    return "x\(fresh)"
  }

  private mutating func stage(_ scope: [PlanColumn]) -> String {
    switch Int.random(in: 0...15, using: &random) {
    case 0, 1: return "where \(condition(scope, depth: 2))"
    case 2: return "derive \(name()) = \(value(scope))"
    case 3:
      let kept = scope.filter { _ in !chance(3) }.map(\.name).filter { !$0.contains(".") }
      return "select " + (kept + ["\(name()) = \(value(scope))"]).joined(separator: ", ")
    case 4: return "drop \(plainName(scope))"
    case 5: return "sort " + sortKeys(scope)
    case 6: return "sort \(sortKeys(scope)) | take \(pick([1, 3, 7]))"
    case 7:
      let per = chance(2) ? "" : " per \(plainName(scope))"
      return "top \(pick([1, 2])) by \(ordered(scope)) \(pick(["asc", "desc"]))\(per)"
    case 8: return "distinct \(plainName(scope)), \(plainName(scope))"
    case 9, 10: return summarize(scope)
    case 11: return join(scope)
    case 12: return "append (\(text))"
    case 13:
      return pick(["under \"u0\"", "below \"u1\"", "at level upper, grassroots", "under \"/\""])
    case 14: return "derive \(name()) = rank(\(ordered(scope)))"
    default: return rollupOrFunnel(scope)
    }
  }

  private mutating func rollupOrFunnel(_ scope: [PlanColumn]) -> String {
    if chance(2) {
      let binds = "\(name()) = \(aggregate(scope)), \(name()) = own(count())"
      return "rollup \(binds)" + pick(["", " to upper"])
    }
    let each = pick(["", "each "])
    let by = each.isEmpty ? " by \(plainName(scope))" : ""
    return "funnel \(each){ a = marks, b = marks | where score? > 1, c = items } \(by)"
  }

  private mutating func join(_ scope: [PlanColumn]) -> String {
    let key = pick(["person", "unit", "item"])
    switch Int.random(in: 0...4, using: &random) {
    case 0: return "with (marks) on item"
    case 1: return "without (marks | where score is not none) on item when right.at >= at"
    case 2: return "expand (marks) on \(key) as \(name())"
    case 3:
      return
        "lookup (marks | summarize n = count(), s = max(score) by \(key)) on \(key) as \(name())"
    default: return "lookup (items | distinct \(key)) on \(key) as \(name())"
    }
  }

  private mutating func summarize(_ scope: [PlanColumn]) -> String {
    var binds: [String] = []
    for _ in 0..<pick([1, 2, 3]) { binds.append("\(name()) = \(aggregate(scope))") }
    var keys: [String] = []
    if !chance(4) { keys.append(plainName(scope)) }
    if chance(3) { keys.append("\(name()) = \(value(scope))") }
    if chance(4) { keys.append("\(name()) = each(tags)") }
    var end = ""
    if chance(5) {
      keys.append("\(name()) = \(pick(["day", "week"]))(\(pick(["at", "start", "on"])))")
      end += " fill"
    }
    if chance(3) { end += " total" }
    let by = keys.isEmpty ? "" : " by \(keys.joined(separator: ", "))\(end)"
    return "summarize \(binds.joined(separator: ", "))\(by)"
  }

  private mutating func sortKeys(_ scope: [PlanColumn]) -> String {
    (0..<pick([1, 2])).map { _ in "\(ordered(scope)) \(pick(["asc", "desc"]))" }
      .joined(separator: ", ")
  }

  private mutating func plainName(_ scope: [PlanColumn]) -> String {
    let plain = scope.map(\.name).filter { !$0.contains(".") }
    return plain.isEmpty ? "item" : pick(plain)
  }

  /// A column that can be sorted by.
  private mutating func ordered(_ scope: [PlanColumn]) -> String {
    let columns = scope.filter { column in
      switch column.type.wrapped {
      case .set, .record, .bool, .entity, .period: false
      default: true
      }
    }
    return columns.isEmpty ? "seq" : pick(columns).name
  }
}

extension RandomQuery {
  mutating func condition(_ scope: [PlanColumn], depth: Int) -> String {
    if depth > 0, Int.random(in: 0...2, using: &random) == 0 {
      let (left, right) = (condition(scope, depth: depth - 1), condition(scope, depth: depth - 1))
      return pick(["\(left) and \(right)", "(\(left) or \(right))", "not (\(left))"])
    }
    let column = pick(scope)
    let mark = column.type.isOptional ? "?" : ""
    if column.type.isOptional, Int.random(in: 0...3, using: &random) == 0 {
      return "\(column.name) \(pick(["is none", "is not none"]))"
    }
    let sign = pick(["<", "<=", ">", ">="])
    switch column.type.wrapped {
    case .integer, .estimate:
      return pick([
        "\(column.name)\(mark) \(sign) \(pick([0, 1, 2]))", "\(column.name) in {0, 2, 3}",
        "\(column.name)\(mark) between 0 and 2", "\(column.name) != 1",
      ])
    case .decimal: return "\(column.name)\(mark) \(sign) \(pick(["0.5", "-1.0", "1"]))"
    case .ratio: return "\(column.name)\(mark) \(sign) \(pick(["50%", "0.25", "1"]))"
    case .bool: return column.name + mark
    case .enumeration: return "\(column.name) \(pick(["== .alpha", "!= .mid", "in {.zeta, .mid}"]))"
    case .string:
      return pick([
        "\(column.name) ~ \"ea\"", "\(column.name)\(mark) < \"b\"", "\(column.name) == \"an\"",
      ])
    case .date:
      return pick([
        "\(column.name)\(mark) \(sign) @2021-08-04", "\(column.name) in @2021-W31",
        "\(column.name)\(mark) between @2021-08-02 and @2021-08-06",
      ])
    case .instant:
      return pick([
        "\(column.name)\(mark) \(sign) @2021-08-02", "\(column.name) in @2021-W31",
        "\(column.name)\(mark) >= now - 2d",
      ])
    case .duration: return "\(column.name)\(mark) \(sign) 2h"
    case .set: return "\(pick(["\"a\"", "\"ă\""])) in \(column.name)"
    case .entity(.unit): return "\(column.name) \(pick(["== \"u1\"", "in {\"u0\", \"u2\"}"]))"
    default: return "\(column.name) \(pick(["== none", "is not none"]))"
    }
  }

  mutating func value(_ scope: [PlanColumn]) -> String {
    let column = pick(scope)
    let name = column.name
    switch column.type.wrapped {
    case .integer:
      return pick(["\(name) + 1", "\(name) * 2", "\(name) / 2", "\(name) ?? 7", "-\(name)"])
    case .decimal: return pick(["round(\(name), 0)", "\(name) + 1", "\(name) * 2", "\(name) / 4"])
    case .ratio: return pick(["round(\(name), 2)", "\(name) * 2", "\(name) ?? 0%"])
    case .string: return pick(["lower(\(name))", "fold(\(name))", "len(\(name))"])
    case .date:
      return pick(["\(name) + 2d", "month(\(name))", "\(name) + 3wd", "workdays(\(name), today)"])
    case .instant:
      return pick([
        "\(name) + 36h", "now - \(name)", "day(\(name))", "bin(\(name), 6h)", "\(name) + 1wd",
        "worktime(\(name), now)", "week(\(name)).end",
      ])
    case .duration: return pick(["\(name) * 2", "\(name) + 1h", "\(name) / 2h"])
    case .set: return "len(\(name))"
    case .entity(.unit):
      return pick([
        "\(name).kind", "\(name).members", "ancestor(\(name), .upper)", "depth(\(name))",
      ])
    default: return "if \(condition(scope, depth: 1)) then 1 else 2"
    }
  }

  mutating func aggregate(_ scope: [PlanColumn]) -> String {
    let column = pick(scope)
    let name = column.name
    let filter = pick(["", "", " where \(condition(scope, depth: 0))"])
    var choices = [
      "count()", "count(where \(condition(scope, depth: 1)))", "distinct(\(name)\(filter))",
      "rate(\(condition(scope, depth: 1))\(filter))", "first(\(name)\(filter))",
      "last(\(name)\(filter))", "share(count())", "list(\(name), 2)",
    ]
    switch column.type.wrapped {
    case .integer, .decimal, .ratio:
      choices += [
        "sum(\(name)\(filter))", "avg(\(name)\(filter))", "min(\(name)) + max(\(name))",
        "median(\(name)\(filter))", "sum(\(name)) / count()", "share(sum(\(name)))",
      ]
    case .set, .record, .bool, .entity, .period, .none, .calendarDuration: break
    default:
      choices += [
        "min(\(name)\(filter))", "max(\(name))", "p90(\(name))", "quantile(\(name), 25%)",
        "reached(\(name), 50%)",
      ]
    }
    return pick(choices)
  }
}
