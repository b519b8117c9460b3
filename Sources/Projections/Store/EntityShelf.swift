import Columns
import LedgerModel

/// Entities as an archive stores them, by name, in a few arrays: what has to be written and need not
/// be held as it is folded. A put replaces what was there.
package struct EntityShelf {
  private var names = TextTable(.entity)
  /// Where the bytes of each lie.
  private var places: [Range<UInt32>] = []
  private var writer = CBORWriter(capacity: 0)
  /// Numbers of those put here since `settle`; one may come twice.
  private var fresh: [UInt32] = []

  var count: Int { places.count }

  /// Bytes that it holds, about.
  var byteCount: Int { writer.bytes.count + names.byteCount + places.count * 8 }

  /// The entity of that name; none when it was not put here.
  func entity(_ name: String) throws -> StoredEntity? {
    guard let number = names.find(name.utf8Span.span) else { return nil }
    return try StoredEntity(stored(number))
  }

  /// `name` is valid UTF-8.
  mutating func put(_ name: Span<UInt8>, _ record: EntityRecord) {
    put(name, isAmended: record.isAmended, record.positions, open: record.openNumbers)
  }

  /// The same of what is stored of an entity.
  mutating func put(
    _ name: Span<UInt8>, isAmended: Bool, _ positions: [Position], open: [Int]
  ) {
    let number = Int(names.number(of: name))
    let start = UInt32(writer.bytes.count)
    StoredEntity.write(isAmended: isAmended, positions, open: open, to: &writer)
    place(number, from: start)
  }

  private mutating func place(_ number: Int, from start: UInt32) {
    let place = start..<UInt32(writer.bytes.count)
    if number == places.count { places.append(place) } else { places[number] = place }
    fresh.append(UInt32(number))
  }

  /// Calls `body` with the names and the bytes of those numbers.
  func forEach(
    _ numbers: ArraySlice<Int>,
    _ body: (_ name: Span<UInt8>, _ stored: Span<UInt8>) throws -> Void
  ) rethrows {
    for number in numbers { try body(name(number), stored(number)) }
  }

  /// Calls `body` with the bytes of every name.
  func forEachName(_ body: (Span<UInt8>) -> Void) {
    for number in places.indices { body(name(number)) }
  }

  @_lifetime(borrow self)
  private func stored(_ number: Int) -> Span<UInt8> {
    let place = places[number]
    return writer.bytes.span.extracting(Int(place.lowerBound)..<Int(place.upperBound))
  }

  @_lifetime(borrow self)
  private func name(_ number: Int) -> Span<UInt8> {
    names.bytes.span.extracting(names.range(of: number))
  }

  /// The numbers of all, in the order of the names' bytes.
  var numbersInOrder: [Int] {
    // Names mostly begin alike: what tells them apart comes behind.
    let shared = sharedByteCount
    let heads = places.indices.map { name($0).extracting(shared...).firstBytes }
    return places.indices.sorted { left, right in
      if heads[left] != heads[right] { return heads[left] < heads[right] }
      return name(left).precedesInBytes(name(right))
    }
  }

  /// Bytes with which all names begin.
  private var sharedByteCount: Int {
    guard places.count > 0 else { return 0 }
    let first = name(0)
    var shared = first.count
    for number in places.indices {
      let name = name(number)
      var count = 0
      while count < min(shared, name.count), first[count] == name[count] { count += 1 }
      shared = count
    }
    return shared
  }
}

// MARK: - Lists

/// What was put on a shelf since somebody asked last, as one value of a table.
extension EntityShelf {
  /// None when nothing was put here since `settle`.
  var list: [UInt8]? {
    guard !fresh.isEmpty else { return nil }
    var list = ByteWriter(capacity: fresh.count * 48)
    for number in fresh {
      list.sized(name(Int(number)))
      list.sized(stored(Int(number)))
    }
    return list.bytes
  }

  /// Says that the list is stored.
  mutating func settle() { fresh = [] }

  /// Puts here what a list has. Throws `ColumnDamage` for bytes that are none.
  mutating func put(list: Span<UInt8>) throws {
    var reader = ByteReader(list)
    while !reader.isAtEnd {
      let name = try reader.sized()
      let stored = try reader.sized()
      let number = Int(names.number(of: name.span))
      let start = UInt32(writer.bytes.count)
      writer.raw(stored)
      place(number, from: start)
    }
  }
}
