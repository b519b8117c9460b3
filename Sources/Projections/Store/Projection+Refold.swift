import LedgerModel

extension Projection {
  /// Folds the entity again from its own history as it stands at the position of the change, and
  /// compares the outcome with its open rows.
  func refold(
    _ index: Int, _ amendments: Amendments, _ log: any EventSource, _ changes: inout RowChanges
  ) throws {
    let horizon = changes.origin.position
    let stored = try events(at: records[index].positions, log)
    let standing = stored.map { amendments.standing($0, at: horizon) }
    let state = foldAnew(index, standing.map { ($0.event, $0.isVoided) })
    records[index].state = state
    let rows = state.rows
    var corrected: Set<String> = []
    if standing.contains(where: \.isCorrected) {
      let uncorrected = foldAnew(
        index, zip(stored, standing).map { ($0, $1.isVoided) }, isTrial: true)
      let plain = Set(uncorrected.rows)
      corrected = Set(rows.filter { !plain.contains($0) }.map(\.key))
    }
    compare(index, with: rows, corrected: corrected, &changes)
  }

  private func foldAnew(
    _ index: Int, _ events: [(event: RecordedEvent, isVoided: Bool)], isTrial: Bool = false
  ) -> any FoldingEntity {
    var remaining = events
    while true {
      let state = fold.begin(name(of: index))
      guard let poison = firstFailure(index, remaining, state) else { return state }
      if !isTrial { setAside(remaining[poison.at].event.position, poison.failure) }
      remaining.remove(at: poison.at)
    }
  }

  private func firstFailure(
    _ index: Int, _ events: [(event: RecordedEvent, isVoided: Bool)], _ state: any FoldingEntity
  ) -> (at: Int, failure: FoldFailure)? {
    let entity = name(of: index)
    for (at, entry) in events.enumerated() where fold.entities(of: entry.event).contains(entity) {
      do throws(FoldFailure) {
        if entry.isVoided {
          try state.applyVoided(entry.event)
        } else {
          try state.apply(entry.event)
        }
      } catch {
        return (at, error)
      }
    }
    return nil
  }

  func setAside(_ position: Position, _ failure: FoldFailure) {
    let entry = QuarantinedEvent(
      source: fold.source, position: position, reason: failure.reason)
    if !quarantine.contains(entry) { quarantine.append(entry) }
  }

  /// The events at those positions that are of the fold's types.
  func events(at positions: [Position], _ log: any EventSource) throws -> [RecordedEvent] {
    var found: [RecordedEvent] = []
    for position in positions {
      guard let event = try log.event(at: position), fold.events.contains(event.typeName) else {
        continue
      }
      found.append(event)
    }
    return found
  }
}
