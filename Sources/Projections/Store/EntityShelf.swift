import Columns
import LedgerModel

/// Entities as an archive stores them, by name, in a few arrays: what has to be written and need not
/// be held as it is folded. A put replaces what was there.
struct EntityShelf {
  private var names = TextTable(.entity)
  /// Where the bytes of each lie.
  private var places: [Range<UInt32>] = []
  private var bytes: [UInt8] = []

  var count: Int { places.count }

  /// The entity of that name; none when it was not put here.
  func entity(_ name: String) throws -> StoredEntity? {
    guard let number = names.find(name.utf8Span.span) else { return nil }
    return try StoredEntity(stored(number))
  }

  mutating func put(_ name: String, _ entity: StoredEntity) {
    let number = Int(names.number(of: name.utf8Span.span))
    let start = UInt32(bytes.count)
    bytes += entity.bytes
    let place = start..<UInt32(bytes.count)
    if number == places.count { places.append(place) } else { places[number] = place }
  }

  /// Calls `body` with the names and the bytes of all, in the order of the names' bytes.
  func forEachInOrder(_ body: (_ name: String, _ stored: Span<UInt8>) throws -> Void) rethrows {
    for number in numbersInOrder { try body(names.text(number), stored(number)) }
  }

  @_lifetime(borrow self)
  private func stored(_ number: Int) -> Span<UInt8> {
    let place = places[number]
    return bytes.span.extracting(Int(place.lowerBound)..<Int(place.upperBound))
  }

  @_lifetime(borrow self)
  private func name(_ number: Int) -> Span<UInt8> {
    names.bytes.span.extracting(names.range(of: number))
  }

  private var numbersInOrder: [Int] {
    let heads = places.indices.map { name($0).firstBytes }
    return places.indices.sorted { left, right in
      if heads[left] != heads[right] { return heads[left] < heads[right] }
      return name(left).precedesInBytes(name(right))
    }
  }
}
