import LedgerModel

extension Projection {
  /// Folds the entity again from its own history as it stands at the position of the change, and
  /// compares the outcome with its open rows.
  func refold(
    _ index: Int, _ amendments: Amendments, _ log: any EventSource, _ changes: inout RowChanges
  ) throws {
    let horizon = changes.event.position
    let stored = try events(of: index, log)
    let standing = stored.map { amendments.standing($0, at: horizon) }
    let state = foldAnew(index, standing.map { ($0.event, $0.isVoided) })
    records[index].state = state
    let rows = fold.rows(of: state)
    var corrected: Set<String> = []
    if standing.contains(where: \.isCorrected) {
      let uncorrected = foldAnew(
        index, zip(stored, standing).map { ($0, $1.isVoided) }, isTrial: true)
      let plain = Set(fold.rows(of: uncorrected))
      corrected = Set(rows.filter { !plain.contains($0) }.map(\.key))
    }
    try compare(index, with: rows, corrected: corrected, &changes)
  }

  private func foldAnew(
    _ index: Int, _ events: [(event: RecordedEvent, isVoided: Bool)], isTrial: Bool = false
  ) -> Fold.State {
    var remaining = events
    while true {
      var state = fold.initial(records[index].entity)
      guard let poison = firstFailure(index, remaining, &state) else { return state }
      if !isTrial { setAside(remaining[poison.at].event.position, poison.failure) }
      remaining.remove(at: poison.at)
    }
  }

  private func firstFailure(
    _ index: Int, _ events: [(event: RecordedEvent, isVoided: Bool)], _ state: inout Fold.State
  ) -> (at: Int, failure: FoldFailure)? {
    let entity = records[index].entity
    for (at, entry) in events.enumerated() where fold.entities(of: entry.event).contains(entity) {
      do throws(FoldFailure) {
        if entry.isVoided {
          try fold.applyVoided(entry.event, to: &state)
        } else {
          try fold.apply(entry.event, to: &state)
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

  private func events(of index: Int, _ log: any EventSource) throws -> [RecordedEvent] {
    let types = Set(fold.events)
    return try history.positions(endingAt: records[index].last).compactMap { position in
      try log.event(at: position).flatMap { types.contains($0.typeName) ? $0 : nil }
    }
  }
}
