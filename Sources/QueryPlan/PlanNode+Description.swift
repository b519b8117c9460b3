import Catalog
import LedgerModel

extension PlanNode {
  /// The plan as text, the last stage first, each input indented below its stage; the same plan
  /// always gives the same text.
  package func describe(withTypes: Bool = false) -> String {
    var lines: [String] = []
    describe(into: &lines, indent: 0, withTypes: withTypes)
    return lines.joined(separator: "\n") + "\n"
  }

  private func describe(into lines: inout [String], indent: Int, withTypes: Bool) {
    let space = String(repeating: "  ", count: indent)
    lines.append(space + word + (detail.isEmpty ? "" : " " + detail))
    if withTypes {
      let shown = columns.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
      lines.append("\(space)  : \(shown)")
    }
    for input in inputs { input.describe(into: &lines, indent: indent + 1, withTypes: withTypes) }
  }

  /// The stage's name in dumps and messages.
  package var word: String {
    switch kind {
    case .scan: "scan"
    case .filter: "filter"
    case .project: "project"
    case .summarize: "summarize"
    case .rollup: "rollup"
    case .sort: "sort"
    case .take: "take"
    case .top: "top"
    case .distinct: "distinct"
    case .semijoin(_, _, _, let isAnti): isAnti ? "without" : "with"
    case .lookup(_, _, _, let isExpand): isExpand ? "expand" : "lookup"
    case .append: "append"
    case .funnel: "funnel"
    case .rank: "rank"
    case .assert: "assert"
    case .diff: "diff"
    case .why: "why"
    }
  }

  /// What a stage does, without its name.
  var detail: String {
    let input = inputs.first?.columns ?? []
    switch kind {
    case .scan(let source, let all, let columns, let reading):
      let name = source + (all ? "(all: true)" : "")
      return "\(name) [\(columns.joined(separator: ", "))]\(reading.text)"
    case .filter(_, let condition): return condition.text(over: input)
    case .project(_, let bindings): return bindings.text(over: input)
    case .summarize(_, let grouping, let fill, let total):
      return grouping.text(over: input) + (fill ? " fill" : "") + (total ? " total" : "")
    case .rollup(_, let grouping, let unit, let day, let root, let level):
      return rollupText(grouping, unit, day, root, level, over: input)
    case .sort(_, let keys):
      return keys.map { $0.text(over: input) }.joined(separator: ", ")
    case .take(_, let count): return "\(count)"
    case .top(_, let count, let key, let per):
      return "\(count) by \(key.text(over: input))" + names(per, input, after: " per ")
    case .distinct(_, let columns): return names(columns, input, after: "")
    case .semijoin(let left, let right, let condition, _),
      .lookup(let left, let right, let condition, _):
      return condition.text(left.columns, right.columns)
    case .append: return ""
    case .funnel(_, let key, let steps, let order, let each, let keys):
      return funnelText(key, steps, order, each, keys, over: input)
    case .rank(_, let ranks):
      return ranks.map { rank in
        "\(rank.name) of \(rank.value.text(over: input))"
          + names(rank.partition, input, after: " within ")
      }.joined(separator: ", ")
    case .assert(_, let condition, let message): return assertText(condition, message, input)
    case .diff(let comparison): return comparison.text
    case .why(let lineage): return lineage.text
    }
  }

  private func names(_ indexes: [Int], _ columns: [PlanColumn], after word: String) -> String {
    indexes.isEmpty ? "" : word + indexes.map { columns[$0].name }.joined(separator: ", ")
  }

  private func rollupText(
    _ grouping: Grouping, _ unit: PlanExpression, _ day: PlanExpression?, _ root: String?,
    _ level: String?, over input: [PlanColumn]
  ) -> String {
    var text = grouping.text(over: input) + " on \(unit.text(over: input))"
    if let day { text += " at \(day.text(over: input))" }
    if let root { text += " from \(root)" }
    if let level { text += " to \(level)" }
    return text
  }

  private func funnelText(
    _ key: Int, _ steps: [FunnelStep], _ order: FunnelOrder?, _ each: Bool, _ keys: [PlanGroupKey],
    over input: [PlanColumn]
  ) -> String {
    var text = each ? "each " : ""
    text += "{\(steps.map(\.name).joined(separator: ", "))} of \(input[key].name)"
    if let order {
      text += " in order" + (order.within.map { " within \($0.text(over: []))" } ?? "")
    }
    if !keys.isEmpty { text += " by " + keys.map { $0.text(over: input) }.joined(separator: ", ") }
    return text
  }

  private func assertText(
    _ condition: AssertionCondition, _ message: String?, _ input: [PlanColumn]
  ) -> String {
    let text =
      switch condition {
      case .empty: "empty"
      case .holds(let expression): expression.text(over: input)
      }
    return message.map { "\(text) \"\($0)\"" } ?? text
  }
}

extension PlanGroupKey {
  fileprivate func text(over columns: [PlanColumn]) -> String {
    let value = expression.text(over: columns)
    return isEach ? "\(name) = each \(value)" : value == name ? name : "\(name) = \(value)"
  }
}

extension [PlanBinding] {
  fileprivate func text(over columns: [PlanColumn]) -> String {
    map { binding in
      let value = binding.expression.text(over: columns)
      return value == binding.name ? value : "\(binding.name) = \(value)"
    }.joined(separator: ", ")
  }
}

extension SortKey {
  fileprivate func text(over columns: [PlanColumn]) -> String {
    expression.text(over: columns) + (isDescending ? " desc" : "")
  }
}

extension JoinCondition {
  fileprivate func text(_ left: [PlanColumn], _ right: [PlanColumn]) -> String {
    let pairs = columns.map { pair in
      let (a, b) = (left[pair.left].name, right[pair.right].name)
      return a == b ? a : "\(a) = \(b)"
    }.joined(separator: ", ")
    let both = left + right.map { PlanColumn("right.\($0.name)", $0.type) }
    return "on \(pairs)" + (when.map { " when \($0.text(over: both))" } ?? "")
  }
}

extension Grouping {
  /// Results in order, aggregates written out in them.
  fileprivate func text(over columns: [PlanColumn]) -> String {
    let row =
      keys.map { PlanColumn($0.name, $0.expression.type) }
      + aggregates.map { PlanColumn($0.text(over: columns), $0.type) }
    let results = outputs.dropFirst(keys.count).map { binding in
      "\(binding.name) = \(binding.expression.text(over: row))"
    }.joined(separator: ", ")
    let groups = keys.map { $0.text(over: columns) }.joined(separator: ", ")
    return results + (keys.isEmpty ? "" : " by " + groups)
  }
}

extension PlanAggregate {
  /// As the language writes it, columns by name.
  package func text(over columns: [PlanColumn]) -> String {
    var inside = argument?.text(over: columns) ?? ""
    if let predicate {
      inside += (inside.isEmpty ? "" : " ") + "where \(predicate.text(over: columns))"
    }
    switch function {
    case .count: return "count(\(inside))"
    case .distinct: return "distinct(\(inside))"
    case .sum: return "sum(\(inside))"
    case .average: return "avg(\(inside))"
    case .minimum: return "min(\(inside))"
    case .maximum: return "max(\(inside))"
    case .quantile(let share): return "quantile(\(inside), \(share.text))"
    case .reached(let share): return "reached(\(inside), \(share.text))"
    case .rate: return "rate(\(inside))"
    case .share(let inner, let keys):
      let of = keys.isEmpty ? "" : " of \(keys)"
      return "share(\(inner.text(over: columns))\(of))"
    case .first: return "first(\(inside))"
    case .last: return "last(\(inside))"
    case .list(let count): return "list(\(inside), \(count))"
    case .bounds: return "bounds(\(inside))"
    case .own(let inner): return "own(\(inner.text(over: columns)))"
    case .headcount(let figure): return "headcount(\(figure))"
    }
  }
}
