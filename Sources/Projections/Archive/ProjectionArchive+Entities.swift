import Columns
import LMDB

/// Entities on their way into their table. While a generation is folded from the beginning they wait
/// in lists, one a commit, until there are many; then all of them are written in the order of their
/// keys, so that every page is changed once.
extension ProjectionArchive {
  /// Entities of one transaction when those that waited are written: pages that it changes are held
  /// in memory.
  private static let drainedCount = 65_536

  var doEntitiesWait: Bool { limits.waitingByteCountMax > 0 && waiting != nil }

  func writeWaiting(_ change: SourceChanges, _ draft: inout SourceDraft) {
    guard let waiting, let list = change.entities.list else { return }
    let key = ArchiveKey.numbered(change.source, UInt64(draft.state.endOfWaiting))
    draft.put(list, for: key, in: waiting)
    draft.state.endOfWaiting += 1
  }

  func forgetWaiting(_ source: String, _ draft: inout SourceDraft) {
    guard let waiting else { return }
    for number in draft.state.firstWaiting..<draft.state.endOfWaiting {
      draft.put(nil, for: ArchiveKey.numbered(source, UInt64(number)), in: waiting)
    }
    draft.state.firstWaiting = draft.state.endOfWaiting
  }

  /// Calls `body` with the lists of a source that wait, the oldest first.
  func forEachWaitingList(_ source: String, _ body: (Span<UInt8>) throws -> Void) throws {
    let state = try sourceState(source)
    guard let waiting, state.firstWaiting < state.endOfWaiting else { return }
    try environment.read { transaction in
      for number in state.firstWaiting..<state.endOfWaiting {
        let key = ArchiveKey.numbered(source, UInt64(number))
        guard let list = try transaction.value(in: waiting, for: key.span) else {
          throw ColumnDamage("\(source) lacks list \(number) of its entities")
        }
        try body(list)
      }
    }
  }

  /// Writes all that waits into the table, and lets go of the lists when everything is there: cut off
  /// on the way it is done again from the beginning. Each source comes with what its lists hold.
  func drain(_ shelves: [(source: String, entities: EntityShelf)]) throws {
    for part in ProjectionArchive.parts(of: shelves) {
      try environment.write { transaction in
        for (shelf, numbers) in part {
          try write(shelves[shelf].entities, numbers, of: shelves[shelf].source, &transaction)
        }
      }
    }
    let states = try shelves.map { (source: $0.source, state: try sourceState($0.source)) }
    try environment.write { transaction in
      for (source, state) in states { try settleWaiting(source, state, &transaction) }
    }
  }

  /// What is written in each transaction: the place of a shelf, and which of its entities.
  private static func parts(
    of shelves: [(source: String, entities: EntityShelf)]
  ) -> [[(shelf: Int, numbers: ArraySlice<Int>)]] {
    var parts: [[(shelf: Int, numbers: ArraySlice<Int>)]] = [[]]
    var room = drainedCount
    for shelf in shelves.indices {
      var rest = shelves[shelf].entities.numbersInOrder[...]
      while !rest.isEmpty {
        if room == 0 {
          parts.append([])
          room = drainedCount
        }
        let next = rest.prefix(room)
        parts[parts.count - 1].append((shelf, next))
        room -= next.count
        rest = rest.dropFirst(next.count)
      }
    }
    return parts
  }

  func write(
    _ shelf: EntityShelf, _ numbers: ArraySlice<Int>, of source: String,
    _ transaction: inout WriteTransaction
  ) throws {
    try shelf.forEach(numbers) { name, stored in
      let key = ArchiveKey.entity(source, name)
      try transaction.put(stored, for: key.span, in: entities)
    }
  }

  private func settleWaiting(
    _ source: String, _ stored: SourceState, _ transaction: inout WriteTransaction
  ) throws {
    var state = stored
    guard let waiting, state.firstWaiting < state.endOfWaiting else { return }
    for number in state.firstWaiting..<state.endOfWaiting {
      let key = ArchiveKey.numbered(source, UInt64(number))
      _ = try transaction.delete(key.span, in: waiting)
    }
    state.firstWaiting = state.endOfWaiting
    let (key, bytes) = (ArchiveKey.name(source), state.bytes)
    try transaction.put(bytes.span, for: key.span, in: sources)
  }
}
