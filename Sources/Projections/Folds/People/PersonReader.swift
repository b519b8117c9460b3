import Columns
import LedgerModel

/// Reads the stored rows of persons into numbers, the accounts of one person together.
struct PersonReader {
  static let columns =
    ["%person", "%unit", "%unit_seen", "%gender", "%standing", "%erased", "at"]
    + StoredRow.versionColumns

  private(set) var rows: [PersonRow] = []
  private(set) var codes: PersonCodes
  /// By code of a person the place of the row; −1 none.
  private var places: [Int32] = []
  /// Codes of units, and of whatever else is text.
  private(set) var units = DerivedTable()
  private(set) var texts = DerivedTable()
  private var translations = [CodeTranslation](repeating: CodeTranslation(), count: 3)
  private var ownUnits = CodeTranslation()

  init(_ codes: PersonCodes) { self.codes = codes }

  /// The place of a person's row; none for who has none.
  func place(of person: UInt32) -> Int? {
    guard person < places.count, places[Int(person)] >= 0 else { return nil }
    return Int(places[Int(person)])
  }

  /// Adds the visible rows of a block of `columns`.
  mutating func take(_ block: Block) {
    let persons = codes.codes(of: block.columns[0], block.rowCount)
    if places.count < codes.count {
      places.append(contentsOf: repeatElement(-1, count: codes.count - places.count))
    }
    let unit = block.columns[1].coded(block.rowCount)
    ownUnits.follow(unit)
    let coded = [3, 4, 9].map { block.columns[$0].coded(block.rowCount) }
    for (place, column) in coded.enumerated() { translations[place].follow(column) }
    let (unitSeen, at) = (NumberReader(block.columns[2]), NumberReader(block.columns[6]))
    let (seq, recorded) = (NumberReader(block.columns[7]), NumberReader(block.columns[8]))
    for row in 0..<block.rowCount where block.mask[row] {
      func flag(_ place: Int) -> Bool { block.columns[place].value(at: row).bool ?? false }
      let person = PersonRow(
        person: persons[row], unit: ownUnits.code(unit, row, &units), unitSeen: unitSeen[row],
        gender: translations[0].code(coded[0], row, &texts),
        standing: translations[1].code(coded[1], row, &texts), isErased: flag(5),
        at: at[row] ?? 0, seq: seq[row] ?? 0, recorded: recorded[row] ?? 0,
        actor: translations[2].code(coded[2], row, &texts), isCorrected: flag(10))
      add(person)
    }
  }

  private mutating func add(_ person: PersonRow) {
    let place = places[Int(person.person)]
    if place >= 0 {
      rows[Int(place)].join(person)
    } else {
      places[Int(person.person)] = Int32(rows.count)
      rows.append(person)
    }
  }
}
