/// How far a text may grow when its definitions are written out where they are used.
///
/// A definition that uses another one twice doubles the plan; twenty of them in a row would make a
/// million copies of an expression. No saved query needs a hundredth of these limits.
package enum ExpansionLimits {
  /// Expressions read inside of definitions, for the whole text.
  package static let expressionCountMax = 20_000
  /// Stages of all pipelines together, those of definitions at every use: plans are walked
  /// recursively, and this many stages fit into a thread's stack.
  package static let stageCountMax = 500
  /// Expressions and pipelines inside each other. The text alone may have 100 levels
  /// (`nestingDepthMax`), what its definitions hold comes on top.
  package static let depthMax = 200
}

/// How much of the limits a text has used up.
struct ExpansionBudget {
  private(set) var depth = 0
  private var expressionCount = 0
  private var stageCount = 0
  /// Set at the first limit passed: nothing inside a definition is read from then on.
  private(set) var isSpent = false

  /// Which limit was passed; none while there is room.
  enum Excess {
    case expressions, stages, depth
  }

  /// Goes one level deeper; every call needs its `leave`.
  mutating func enter(expanding: Bool) -> Excess? {
    depth += 1
    if expanding { expressionCount += 1 }
    if depth > ExpansionLimits.depthMax { return spend(.depth) }
    return expressionCount > ExpansionLimits.expressionCountMax ? spend(.expressions) : nil
  }

  mutating func leave() { depth -= 1 }

  mutating func addStage() -> Excess? {
    stageCount += 1
    return stageCount > ExpansionLimits.stageCountMax ? spend(.stages) : nil
  }

  private mutating func spend(_ excess: Excess) -> Excess? {
    defer { isSpent = true }
    return isSpent ? nil : excess
  }
}

extension ExpansionBudget.Excess {
  /// What is too large, with the limit in it.
  var message: String {
    switch self {
    case .expressions:
      "with its definitions written out the text has more than "
        + "\(ExpansionLimits.expressionCountMax) expressions"
    case .stages:
      "the text has more than \(ExpansionLimits.stageCountMax) stages, definitions written out"
    case .depth:
      "with its definitions written out the text is nested more than "
        + "\(ExpansionLimits.depthMax) levels deep"
    }
  }
}
