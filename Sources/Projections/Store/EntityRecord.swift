import LedgerModel

/// An entity of a source as it is held while events come in. It can be forgotten at any time: its
/// own events bring it back.
struct EntityRecord {
  let entity: String
  /// None when the entity has to be folded anew from its history.
  var state: (any FoldingEntity)?
  /// Its rows that stand open, in the order of their keys.
  var open: [OpenRow] = []
  /// Positions of its events, those that amendments brought to it behind the others.
  var history: [Position] = []
  /// Some event of its history is named by an amendment: always folded anew.
  var isAmended = false
  /// True when it changed since it was stored last.
  var isTouched = false

  init(_ entity: String, state: (any FoldingEntity)?) {
    self.entity = entity
    self.state = state
  }

  /// Its positions ascending, each once.
  var positions: [Position] {
    guard isAmended else { return history }
    return Set(history).sorted()
  }

  /// What an archive keeps of it.
  var stored: StoredEntity {
    var numbers: [Int] = []
    numbers.reserveCapacity(open.count)
    if open.count == 1 {
      numbers.append(open[0].number)
    } else {
      let ordered = open.sorted { $0.row.key.precedesInBytes($1.row.key) }
      for row in ordered { numbers.append(row.number) }
    }
    return StoredEntity(isAmended: isAmended, positions: positions, open: numbers)
  }
}

/// A row that stands open, as it was folded.
struct OpenRow {
  let row: FoldedRow
  let isCorrected: Bool
  let number: Int
}
