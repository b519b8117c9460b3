/// Pruning of stages with more than one input.
extension PlanNode {
  private func keepingColumns(_ kept: [Int], _ kind: Kind) -> PrunedPlan {
    PrunedPlan(PlanNode(kind, columns: kept.map { columns[$0] }, origin: origin), kept: kept)
  }

  func prunedSemijoin(
    _ left: PlanNode, _ right: PlanNode, _ condition: JoinCondition, _ isAnti: Bool,
    _ needed: Set<Int>
  ) -> PrunedPlan {
    let read = condition.columnsRead(leftCount: left.columns.count)
    let first = left.pruned(to: needed.union(read.left))
    let second = right.pruned(to: read.right)
    let mapped = condition.mapped(first, second, leftCount: left.columns.count)
    return keepingColumns(
      first.kept, .semijoin(first.node, second.node, mapped, isAnti: isAnti))
  }

  func prunedLookup(
    _ left: PlanNode, _ right: PlanNode, _ condition: JoinCondition, _ isExpand: Bool,
    _ needed: Set<Int>
  ) -> PrunedPlan {
    let count = left.columns.count
    let read = condition.columnsRead(leftCount: count)
    let first = left.pruned(to: needed.filter { $0 < count }.union(read.left))
    let second = right.pruned(
      to: Set(needed.filter { $0 >= count }.map { $0 - count }).union(read.right))
    let mapped = condition.mapped(first, second, leftCount: count)
    return keepingColumns(
      first.kept + second.kept.map { $0 + count },
      .lookup(first.node, second.node, mapped, isExpand: isExpand))
  }

  /// Both sides must keep one layout, whatever else they need for themselves.
  func prunedAppend(_ left: PlanNode, _ right: PlanNode, _ needed: Set<Int>) -> PrunedPlan {
    let wanted = needed.isEmpty ? Set(columns.indices.prefix(1)) : needed
    let kept = columns.indices.filter(wanted.contains)
    func side(_ input: PlanNode) -> PlanNode {
      let below = input.pruned(to: wanted)
      if below.kept == kept { return below.node }
      let bindings = kept.map { index in
        PlanBinding(
          input.columns[index].name,
          PlanExpression(.column(below.place(index)), type: input.columns[index].type))
      }
      return PlanNode(.project(below.node, bindings), columns: kept.map { input.columns[$0] })
    }
    return keepingColumns(kept, .append(side(left), side(right)))
  }

  func prunedFunnel(_ needed: Set<Int>) -> PrunedPlan {
    guard case .funnel(let input, let key, let steps, let order, let each, let keys) = kind else {
      return PrunedPlan(self, kept: Array(columns.indices))
    }
    var read: Set<Int> = each ? needed.filter(input.columns.indices.contains) : []
    read.insert(key)
    for item in keys { read.formUnion(item.expression.columnsRead) }
    let below = input.pruned(to: read)
    let kept =
      each
      ? below.kept + Array(columns.indices.dropFirst(input.columns.count))
      : Array(columns.indices)
    return keepingColumns(
      kept,
      .funnel(
        below.node, key: below.place(key), steps: steps.map(\.pruned), order: order, each: each,
        keys: keys.map {
          PlanGroupKey($0.name, $0.expression.mappingColumns(below.place), isEach: $0.isEach)
        }))
  }
}

extension FunnelStep {
  fileprivate var pruned: FunnelStep {
    let below = input.pruned(to: [key, at, position])
    return FunnelStep(
      name: name, input: below.node, key: below.place(key), at: below.place(at),
      position: below.place(position))
  }
}

extension JoinCondition {
  fileprivate func columnsRead(leftCount: Int) -> (left: Set<Int>, right: Set<Int>) {
    var left = Set(columns.map(\.left))
    var right = Set(columns.map(\.right))
    for index in when?.columnsRead ?? [] {
      if index < leftCount { left.insert(index) } else { right.insert(index - leftCount) }
    }
    return (left, right)
  }

  fileprivate func mapped(
    _ left: PrunedPlan, _ right: PrunedPlan, leftCount: Int
  ) -> JoinCondition {
    JoinCondition(
      columns: columns.map { Pair(left: left.place($0.left), right: right.place($0.right)) },
      when: when?.mappingColumns { index in
        index < leftCount
          ? left.place(index) : left.kept.count + right.place(index - leftCount)
      })
  }
}
