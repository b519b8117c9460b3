/// One stage of a plan in words, and how deep it lies in pipelines inside others.
package struct PlanStep: Sendable {
  package let node: PlanNode
  package let depth: Int
  package let text: String
}

extension PlanNode {
  /// The stages in the order in which rows pass them; those of an inner pipeline stand, one level
  /// deeper, before the stage that uses them.
  package var steps: [PlanStep] { steps(depth: 0) }

  private func steps(depth: Int) -> [PlanStep] {
    let isJoined = if case .diff = kind { true } else { false }
    let own = isJoined ? [] : inputs.first?.steps(depth: depth) ?? []
    let others = (isJoined ? inputs : Array(inputs.dropFirst())).flatMap {
      $0.steps(depth: depth + 1)
    }
    return own + others + [PlanStep(node: self, depth: depth, text: sentence)]
  }

  private var sentence: String {
    let rest = detail
    return switch kind {
    case .scan: "read \(rest)"
    case .filter: "keep rows where \(rest)"
    case .project(let input, let bindings): projection(bindings, over: input) ?? "compute \(rest)"
    case .summarize: "put together \(rest)"
    case .rollup: "roll up \(rest)"
    case .sort: "sort by \(rest)"
    case .take: "take the first \(rest) rows"
    case .top: "take the top \(rest)"
    case .distinct: "leave one row for each \(rest)"
    case .semijoin(_, _, _, let isAnti):
      "keep rows \(isAnti ? "without" : "with") a partner there \(rest)"
    case .lookup(_, _, _, let isExpand):
      isExpand ? "add every partner's columns \(rest)" : "add the partner's columns \(rest)"
    case .append: "put those rows under these"
    case .funnel: "count who reaches \(rest)"
    case .rank: "rank \(rest)"
    case .assert: "assert \(rest)"
    case .diff: "compare the two readings \(rest)"
    case .why: "explain the rows \(rest)"
    }
  }

  /// A projection that only leaves columns out says so.
  private func projection(_ bindings: [PlanBinding], over input: PlanNode) -> String? {
    let isPlain = bindings.allSatisfy { binding in
      guard case .column(let index) = binding.expression.kind else { return false }
      return input.columns[index].name == binding.name
    }
    guard isPlain else { return nil }
    return "keep the columns " + bindings.map(\.name).joined(separator: ", ")
  }
}
