import LedgerModel

/// An entity of a source as it is held while events come in. It can be forgotten at any time: its
/// own events bring it back.
struct EntityRecord {
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

  init(state: (any FoldingEntity)?) { self.state = state }

  /// Its positions ascending, each once.
  var positions: [Position] {
    guard isAmended else { return history }
    return Set(history).sorted()
  }

  /// The numbers of its open rows, in the order of their keys.
  var openNumbers: [Int] {
    var places = Array(open.indices)
    if places.count > 1 {
      places.sort { open[$0].row.key.precedesInBytes(open[$1].row.key) }
    }
    for place in places.indices { places[place] = open[places[place]].number }
    return places
  }
}

/// A row that stands open, as it was folded.
struct OpenRow {
  let row: FoldedRow
  let isCorrected: Bool
  let number: Int
}
