import LedgerModel

/// A person as numbers; texts are codes of tables that `PeopleTable` keeps, 0 for none.
struct PersonRow {
  /// In the dictionary of persons.
  let person: UInt32
  var unit: UInt32
  /// When the person was seen there; none for nowhere.
  var unitSeen: Int64?
  var gender: UInt32
  var standing: UInt32
  var isErased: Bool
  var at: Int64
  var seq: Int64
  var recorded: Int64
  var actor: UInt32
  var isCorrected: Bool
  /// What offices say; −1 for who never held one.
  var career: Int32 = -1

  /// Another account of the same person: seen first when either was, in the unit where either was
  /// seen last; erased when nothing is left of both.
  mutating func join(_ other: PersonRow) {
    if let seen = other.unitSeen, unitSeen.map({ $0 <= seen }) ?? true {
      (unit, unitSeen) = (other.unit, other.unitSeen)
    }
    if gender == 0 { gender = other.gender }
    if standing == 0 { standing = other.standing }
    isErased = isErased && other.isErased
    at = min(at, other.at)
    merge(seq: other.seq, recorded: other.recorded, actor: other.actor, other.isCorrected)
  }

  /// The later version of two; corrected when either is.
  mutating func merge(seq: Int64, recorded: Int64, actor: UInt32, _ isCorrected: Bool) {
    if seq > self.seq { (self.seq, self.recorded, self.actor) = (seq, recorded, actor) }
    self.isCorrected = self.isCorrected || isCorrected
  }
}

/// What offices say of a person on the day of a tree.
struct Career {
  /// Codes of the principal office's unit and position.
  var unit: UInt32 = 0
  var position: UInt32 = 0
  var heldCount: Int64 = 0
  var joined: Int64
  /// The first day without any office; none while one is held without an end.
  var left: Int64?

  /// What some offices of one person come to on a day, the unit and position of the principal one left
  /// out.
  init(_ terms: OfficeTerms, _ offices: ArraySlice<Int32>, on day: Day) {
    var (count, first, last, goesOn) = (Int64(0), Day?.none, Day?.none, false)
    for office in offices.lazy.map({ Int($0) }) {
      if terms.isHeld(office, on: day) { count += 1 }
      let start = terms.firstDay(office)
      first = first.map { min($0, start) } ?? start
      guard let end = terms.endDay(office) else {
        goesOn = true
        continue
      }
      last = last.map { max($0, end) } ?? end
    }
    heldCount = count
    joined = Int64((first ?? day).number)
    left = goesOn ? nil : last.map { Int64($0.number) }
  }
}
