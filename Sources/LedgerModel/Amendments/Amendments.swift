/// The voids and corrections of a log, and what they make of an event at any position.
///
/// They are resolved from the highest position down: an amendment is dead when a live void names
/// it, so a voided void revives its target; live corrections patch their target in position
/// order; a correction of an amendment acts on it before it acts itself.
package struct Amendments: Sendable {
  package static let eventTypes: Set<String> = ["entry.corrected", "entry.voided"]

  /// The amendments in log order, as stored.
  private var entries: [Position: RecordedEvent] = [:]
  /// Amendments that name a position, stored or after corrections of their own; ascending.
  private var naming: [Position: [Position]] = [:]
  /// Up to where the log was read.
  package private(set) var position = Position.empty

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  /// The positions that some amendment, live or dead, names, ascending. O(n log n).
  package var named: [Position] { naming.keys.sorted() }

  /// True when some amendment, live or dead, names the event.
  package func touch(_ position: Position) -> Bool { naming[position] != nil }

  /// Takes in the next event of the log; anything but an amendment only moves `position`. Returns
  /// the positions whose meaning it may change, itself left out: its target, and when that is an
  /// amendment, what that one named before and names now.
  @discardableResult
  package mutating func add(_ event: RecordedEvent) -> Set<Position> {
    precondition(event.position > position, "amendments come in log order")
    let before = Position(event.position.number - 1)
    position = event.position
    guard Amendments.eventTypes.contains(event.typeName) else { return [] }
    entries[event.position] = event
    return link(event.position, before: before)
  }

  /// Positions whose meaning the amendment at `position` may change, read at that position.
  package func affected(by position: Position) -> Set<Position> {
    let before = Position(position.number - 1)
    var reached: Set<Position> = []
    var pending = targets(of: position, before: before, at: position)
    while let next = pending.popLast() {
      guard reached.insert(next).inserted else { continue }
      if entries[next] != nil { pending += targets(of: next, before: before, at: position) }
    }
    return reached
  }

  /// The event as it stands at `horizon`: patched, and whether a live void strikes it out.
  package func standing(
    _ event: RecordedEvent, at horizon: Position
  ) -> (event: RecordedEvent, isVoided: Bool, isCorrected: Bool) {
    guard let names = naming[event.position] else { return (event, false, false) }
    var (result, isVoided, isCorrected) = (event, false, false)
    for name in names where name <= horizon {
      guard let amendment = live(name, at: horizon),
        Amendments.target(of: amendment) == event.position
      else { continue }
      if amendment.typeName == "entry.voided" {
        isVoided = true
      } else {
        result.event = result.event.patched(with: amendment.event["patch"])
        isCorrected = true
      }
    }
    return (result, isVoided, isCorrected)
  }

  /// The live voids and corrections that name an event at `horizon`, ascending.
  package func live(
    naming position: Position, at horizon: Position
  ) -> (voids: [Position], corrections: [Position]) {
    var (voids, corrections): ([Position], [Position]) = ([], [])
    for name in naming[position] ?? [] where name <= horizon {
      guard let amendment = live(name, at: horizon),
        Amendments.target(of: amendment) == position
      else { continue }
      if amendment.typeName == "entry.voided" {
        voids.append(name)
      } else {
        corrections.append(name)
      }
    }
    return (voids, corrections)
  }

  /// The amendment in its corrected form; none when a live void names it.
  private func live(_ position: Position, at horizon: Position) -> RecordedEvent? {
    guard let entry = entries[position] else { return nil }
    let (event, isVoided, _) = standing(entry, at: horizon)
    return isVoided ? nil : event
  }

  private func targets(
    of position: Position, before: Position, at horizon: Position
  ) -> [Position] {
    guard let entry = entries[position] else { return [] }
    return [before, horizon].compactMap { Amendments.target(of: standing(entry, at: $0).event) }
  }

  private mutating func link(_ position: Position, before: Position) -> Set<Position> {
    for target in targets(of: position, before: before, at: position) { note(position, target) }
    let reached = affected(by: position)
    for amendment in reached where entries[amendment] != nil {
      for target in targets(of: amendment, before: before, at: position) {
        note(amendment, target)
      }
    }
    return reached
  }

  private mutating func note(_ amendment: Position, _ target: Position) {
    var list = naming[target] ?? []
    guard !list.contains(amendment) else { return }
    list.append(amendment)
    list.sort()
    naming[target] = list
  }

  /// The position named; none for one that does not lie before the amendment, which no append
  /// lets through.
  private static func target(of amendment: RecordedEvent) -> Position? {
    amendment.event.position("target").flatMap { $0 < amendment.position ? $0 : nil }
  }
}
