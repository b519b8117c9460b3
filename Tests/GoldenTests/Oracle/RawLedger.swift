import Catalog
import EventLog
import Kiem
import LedgerModel

/// The events of a ledger as they stand, read in the plainest way: no state, no increments,
/// nothing of what projections and obligations are made with.
struct RawLedger: Sendable {
  struct Fact: Sendable {
    let position: UInt64
    let recorded: Instant
    var event: Event

    var time: Instant { event.time }
    var type: String { event.type.name }
    func text(_ field: String) -> String? { event.text(field) }
  }

  /// Live events with live corrections applied, by type, in the order of the log.
  private let facts: [String: [Fact]]

  /// Voids and corrections are resolved from the highest position down, so that a voided void
  /// revives what it named.
  init(_ stored: some BidirectionalCollection<Fact>) {
    var dead: Set<UInt64> = []
    var patches: [UInt64: [FieldValue]] = [:]
    var facts: [String: [Fact]] = [:]
    for var fact in stored.reversed() where !dead.contains(fact.position) {
      for patch in patches[fact.position] ?? [] { fact.event = fact.event.patched(with: patch) }
      if let target = fact.event.position("target")?.number {
        if fact.type == "entry.voided" { dead.insert(target) }
        if fact.type == "entry.corrected", let patch = fact.event["patch"] {
          patches[target, default: []].insert(patch, at: 0)
        }
      }
      facts[fact.type, default: []].append(fact)
    }
    self.facts = facts.mapValues { $0.reversed() }
  }

  func all(_ type: String) -> [Fact] { facts[type] ?? [] }

  /// Events of the types, in the order of the log.
  func all(_ types: [String]) -> [Fact] {
    types.flatMap { all($0) }.sorted { $0.position < $1.position }
  }

  /// The newest event for each text of a field.
  func last(_ type: String, by field: String) -> [String: Fact] {
    Dictionary(
      all(type).compactMap { fact in fact.text(field).map { ($0, fact) } },
      uniquingKeysWith: { $1 })
  }

  /// Types of which there are too many and that none of the answers rests on.
  private static let skipped: Set<String> = ["material.accessed", "quiz.answer.given"]

  /// Every other event as it was stored, in the order of the log.
  static func stored(in ledger: Ledger) throws -> [Fact] {
    var facts: [Fact] = []
    try ledger.log.read { snapshot in
      try snapshot.scan(from: Position(1), through: snapshot.head.lastPosition) {
        position, record in
        guard let type = try EventCodec.peek(record).type(in: record), !skipped.contains(type.name)
        else {
          return true
        }
        let (recorded, event) = try EventCodec.decode(record)
        facts.append(Fact(position: position.number, recorded: recorded, event: event))
        return true
      }
    }
    return facts
  }
}
