import LedgerModel
import QueryPlan

extension ExpressionCompiler {
  /// The dot. Answers are remembered per key, up to a bound.
  func lookup(
    _ key: PlanExpression, source: String, column: String, campaign: PlanExpression?
  ) throws -> Evaluator {
    let memory = LookupMemory(source: source, column: column, reading: reading, world: run.world)
    let key = try evaluator(key)
    guard let campaign else {
      return {
        guard let id = try key($0).text else { return .none }
        return try memory.value(id, campaign: nil)
      }
    }
    let campaignOfRow = try evaluator(campaign)
    return {
      guard let id = try key($0).text else { return .none }
      return try memory.value(id, campaign: try campaignOfRow($0).text)
    }
  }
}

/// Values looked up so far in one column of one source.
private final class LookupMemory {
  private struct Key: Hashable {
    let id: String
    let campaign: String?
  }

  /// Beyond this many the memory starts afresh: it is there to save time, not to grow.
  private static let countMax = 1_048_576

  private let source: String
  private let column: String
  private let reading: Reading
  private let world: any QueryWorld
  private var values: [Key: Value] = [:]

  init(source: String, column: String, reading: Reading, world: any QueryWorld) {
    self.source = source
    self.column = column
    self.reading = reading
    self.world = world
  }

  func value(_ id: String, campaign: String?) throws -> Value {
    let key = Key(id: id, campaign: campaign)
    if let known = values[key] { return known }
    let value = try world.lookup(
      source: source, column: column, key: id, campaign: campaign, reading: reading)
    if values.count >= LookupMemory.countMax { values.removeAll() }
    values[key] = value
    return value
  }
}
