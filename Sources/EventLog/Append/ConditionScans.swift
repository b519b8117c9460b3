import LedgerModel

/// What conditions found in the log before the write transaction began: events are never rewritten,
/// so inside it only those behind have to be looked at.
struct ConditionScans {
  /// Events looked at while others had to wait, since the log was opened.
  private(set) var lockedEventCount = 0
  private var found: [Question: Answer] = [:]

  private struct Question: Hashable {
    let condition: AppendCondition
    let subject: EventSubject
  }

  private enum Answer {
    case broken(at: UInt64)
    case holds(through: UInt64)
  }

  /// Fewer events are looked at inside the transaction as fast.
  private static let worthwhileCount: UInt64 = 256

  /// Looks through the log up to `size` for each event that carries a condition.
  mutating func prepare(
    for batch: [PreparedEvent], size: UInt64, _ lookup: EventLookup
  ) throws {
    found.removeAll(keepingCapacity: true)
    for prepared in batch {
      guard let condition = prepared.terms.condition,
        condition.since.number + Self.worthwhileCount < size
      else { continue }
      // A target named by source and id is looked up inside; its events are looked at there.
      let place = prepared.event.position("target")?.number
      let target = try place.flatMap { try lookup.event(at: $0) }
      guard let subject = try EventSubject(of: prepared.event, target: target, lookup) else {
        continue
      }
      let question = Question(condition: condition, subject: subject)
      guard found[question] == nil else { continue }
      let broken = try condition.firstBreaking(
        subject, behind: condition.since.number, through: size, lookup)
      found[question] = broken.place.map(Answer.broken) ?? .holds(through: size)
    }
  }

  /// The first event behind `condition.since` and before `next` that breaks it; none if it holds.
  mutating func firstBreaking(
    _ condition: AppendCondition, _ subject: EventSubject, before next: UInt64,
    _ lookup: EventLookup
  ) throws -> UInt64? {
    var start = condition.since.number
    switch found[Question(condition: condition, subject: subject)] {
    case .broken(let place): return place
    case .holds(let end): start = max(start, end)
    case nil: break
    }
    let broken = try condition.firstBreaking(
      subject, behind: start, through: next - 1, lookup)
    lockedEventCount += broken.eventCount
    return broken.place
  }
}
