import LedgerModel
import QueryPlan

extension ExpressionCompiler {
  /// A question to the tree of the row's own day, or of the reading's. Answers are remembered: a
  /// campaign asks the same of the same few thousand units again and again.
  func tree(
    _ function: TreeFunction, _ unit: PlanExpression, day: PlanExpression?
  ) throws -> Evaluator {
    let question = TreeQuestion(function, trees: run.trees(of: reading), run: run)
    let unit = try evaluator(unit)
    guard let day else { return { try question.answer(try unit($0), day: nil) } }
    let dayOfRow = try evaluator(day)
    return {
      guard case .date(let day) = try dayOfRow($0) else {
        return try question.answer(try unit($0), day: nil)
      }
      return try question.answer(try unit($0), day: day)
    }
  }
}

/// The trees that one reading asks, by day; each is fetched once.
final class TreesByDay {
  private let world: any QueryWorld
  private let reading: Reading
  private var trees: [Day?: any UnitTree] = [:]

  init(world: any QueryWorld, reading: Reading) {
    self.world = world
    self.reading = reading
  }

  func tree(on day: Day?) throws -> any UnitTree {
    if let known = trees[day] { return known }
    let tree = try world.tree(reading: reading, day: day)
    trees[day] = tree
    return tree
  }
}

/// One tree function with the answers given so far.
private final class TreeQuestion {
  private struct Key: Hashable {
    let unit: String
    let day: Day?
  }

  private let function: TreeFunction
  private let trees: TreesByDay
  private let run: Execution
  private var answers: [Key: Value] = [:]

  init(_ function: TreeFunction, trees: TreesByDay, run: Execution) {
    self.function = function
    self.trees = trees
    self.run = run
  }

  func answer(_ unit: Value, day: Day?) throws -> Value {
    guard case .entity(let id) = unit else { return withoutPlace }
    let key = Key(unit: id, day: day)
    if let known = answers[key] { return known }
    let answer = ask(id, of: try trees.tree(on: day))
    answers[key] = answer
    return answer
  }

  private var withoutPlace: Value {
    switch function {
    case .isUnder, .isBelow, .isAtLevel: .bool(false)
    case .ancestor, .level, .successor, .depth, .path: .none
    }
  }

  private func ask(_ unit: String, of tree: any UnitTree) -> Value {
    if case .successor = function { return .entity(optional: tree.successor(of: unit)) }
    guard let place = tree.place(of: unit) else { return withoutPlace }
    if place != unit { run.notePlaced(unit) }
    switch function {
    case .isUnder(let root): return .bool(tree.isUnder(place, root: root))
    case .isBelow(let root): return .bool(place != root && tree.isUnder(place, root: root))
    case .isAtLevel(let levels):
      return .bool(tree.level(of: place).map(levels.contains) ?? false)
    case .ancestor(let level): return .entity(optional: tree.ancestor(of: place, level: level))
    case .level: return tree.level(of: place).map { .symbol($0) } ?? .none
    case .depth: return tree.depth(of: place).map { .integer(Int64($0)) } ?? .none
    case .path: return tree.path(of: place).map { .string($0) } ?? .none
    case .successor: return .none
    }
  }
}

extension Value {
  /// An identifier, or none.
  static func entity(optional id: String?) -> Value { id.map { .entity($0) } ?? .none }
}
