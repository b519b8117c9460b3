import Catalog
import LedgerModel

/// Which pseudonyms were declared to be one person, as the log stands now: corrections applied,
/// what was voided left out.
struct PersonLinks {
  private var links: [Position: RecordedEvent] = [:]
  private var amendments = Amendments()

  private static let types: Set<String> = ["identity.linked", "identity.unlinked"]

  /// Takes in the next event; anything but links and amendments is passed over by its type.
  mutating func take(_ record: Span<UInt8>, at position: Position) throws {
    guard let name = try EventCodec.peek(record).type(in: record)?.name,
      Self.types.contains(name) || Amendments.eventTypes.contains(name),
      case .event(let recorded, let event) = try EventCodec.read(record)
    else { return }
    let entry = RecordedEvent(position: position, recorded: recorded, event: event)
    if Self.types.contains(name) { links[position] = entry } else { amendments.add(entry) }
  }

  /// Every other pseudonym that is linked with `person`, over any number of steps; sorted.
  func linked(with person: String) -> [String] {
    var neighbours: [String: Set<String>] = [:]
    for position in links.keys.sorted() {
      guard let stored = links[position] else { continue }
      let standing = amendments.standing(stored, at: .never)
      guard !standing.isVoided, let centre = standing.event.event.text("person") else { continue }
      for other in standing.event.event.texts("persons") where other != centre {
        if standing.event.typeName == "identity.linked" {
          neighbours[centre, default: []].insert(other)
          neighbours[other, default: []].insert(centre)
        } else {
          neighbours[centre]?.remove(other)
          neighbours[other]?.remove(centre)
        }
      }
    }
    var reached: Set<String> = [person]
    var pending = [person]
    while let next = pending.popLast() {
      for other in neighbours[next] ?? [] where reached.insert(other).inserted {
        pending.append(other)
      }
    }
    return reached.subtracting([person]).sorted()
  }
}

extension EventLog {
  /// Pseudonyms that the log links with `person`. Reads the type of every event: O(log size).
  package func personsLinked(
    with person: String, progress: ProgressHandler = { _, _ in true }
  ) throws(LedgerError) -> [String] {
    try asLedgerError {
      var links = PersonLinks()
      let end = try store.readHead().size
      var next: UInt64 = 1
      while next <= end {
        guard progress(next - 1, end) else { throw LedgerError.cancelled }
        let last = min(end, next + Self.linkStepCount - 1)
        try read { snapshot in
          try snapshot.scan(from: Position(next), through: Position(last)) { position, record in
            try links.take(record, at: position)
            return true
          }
        }
        next = last + 1
      }
      return links.linked(with: person)
    }
  }

  /// Events read while one reader is held.
  private static var linkStepCount: UInt64 { 65_536 }
}
