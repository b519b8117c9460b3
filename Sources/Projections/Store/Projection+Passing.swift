import Columns
import LedgerModel

/// Entities that will hardly be heard of again: of some sources most have one event, and holding their
/// state and rows until they are forgotten would cost more than bringing back the few that return.
extension Projection {
  /// How often entities came again after their first event, as far as they were held or known.
  struct Returns {
    /// Entities that were new.
    var newCount = 0
    /// Second events.
    var returnedCount = 0

    /// Bringing one back costs about as much as holding so many.
    private static let worth = 8

    /// Whether too few return to hold any, as far as so many new ones can tell.
    func areRare(among least: Int) -> Bool {
      newCount >= least && returnedCount * Returns.worth < newCount
    }
  }

  /// Takes in the first event of an entity and puts the entity on the shelf at once. False where the
  /// entity may have come before, or where that takes more, and then nothing has happened.
  func takePassing(_ event: RecordedEvent, _ entity: String) throws -> Bool {
    guard let archive, returns.areRare(among: archive.limits.countedEntityCountMin), isNew(entity)
    else { return false }
    let state = fold.begin(entity)
    do throws(FoldFailure) {
      try state.apply(event)
    } catch {
      return false
    }
    try loadShelf()
    let (rows, origin) = (try rows, RowOrigin(event))
    var numbers: [Int] = []
    for row in Projection.ordered(state.rows) {
      numbers.append(try open(row, isCorrected: false, origin, in: rows))
    }
    let name = entity.utf8Span.span
    shelf.put(name, isAmended: false, [event.position], open: numbers)
    knownNames?.insert(name)
    returns.newCount += 1
    return true
  }

  /// True for an entity that surely is neither held nor stored, nor an event of its own.
  private func isNew(_ entity: String) -> Bool {
    guard let knownNames, entity.utf8.first != UInt8(ascii: "#"),
      ArchiveKey.isWhole(fold.source, entity)
    else { return false }
    return names.find(entity.utf8Span.span) == nil && !knownNames.mayHold(entity)
  }

  /// Counts an event that comes to an entity which has had so many before.
  func noteReturn(after count: Int) {
    if count == 0 { returns.newCount += 1 }
    if count == 1 { returns.returnedCount += 1 }
  }
}
