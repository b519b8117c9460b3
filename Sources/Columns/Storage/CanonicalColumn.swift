import LedgerModel

/// The bytes of some rows of a column that depend on the values alone: the same whatever the form
/// in which the column is kept, the codes that its texts got, and the batches it came in. Digests
/// are made of them.
///
/// Numbers of one kind are `N`, the kind, the scale, a presence byte and eight little-endian bytes
/// a row. Everything else is `D`, the distinct values in the order in which they first come, each
/// as its CBOR with its length, and four little-endian bytes a row for its place among them.
package enum CanonicalColumn {
  /// The canonical bytes of `rows`. O(rows), and O(distinct texts) where a block has a dictionary.
  package static func bytes(_ column: Column, rows: Range<Int>) -> [UInt8] {
    switch column {
    case .numbers(let numbers):
      if let bytes = self.numbers(numbers, rows) { return bytes }
      return distinct(rows) { row in (key: numbers[row], value: numbers[row]) }
    case .constant(let value):
      if let (kind, number) = value.numbered {
        let repeated = [Int64](repeating: number, count: rows.count)
        return write(kind, repeated, [UInt8](repeating: 1, count: rows.count))
      }
      return distinct(rows) { _ in (key: 0, value: value) }
    case .coded(let coded): return self.coded(coded, rows)
    case .flags(let flags):
      return distinct(rows) { row in (key: flags.bytes[row], value: flags[row]) }
    case .texts(let texts):
      return distinct(rows) { row in
        let value = texts[row]
        return (key: ValueCoding.bytes(value), value: value)
      }
    case .values(let values):
      return distinct(rows) { row in (key: ValueCoding.bytes(values[row]), value: values[row]) }
    }
  }

  /// None when every row of the range is none.
  private static func numbers(_ column: NumberColumn, _ rows: Range<Int>) -> [UInt8]? {
    let present = rows.map { column.isPresent?[$0] ?? 1 }
    guard present.contains(1) else { return nil }
    return write(column.kind, rows.map { column.numbers[$0] }, present)
  }

  private static func write(
    _ kind: NumberColumn.Kind, _ numbers: [Int64], _ present: [UInt8]
  ) -> [UInt8] {
    var writer = ByteWriter(capacity: numbers.count * 9 + 3)
    writer.byte(UInt8(ascii: "N"))
    writer.byte(kind.stored.code)
    writer.byte(kind.stored.scale)
    writer.raw(present)
    for (number, isPresent) in zip(numbers, present) {
      writer.number(isPresent == 0 ? 0 : UInt64(bitPattern: number), width: 8)
    }
    return writer.bytes
  }

  private static func coded(_ column: CodedColumn, _ rows: Range<Int>) -> [UInt8] {
    let unseen = UInt32.max
    var places = [UInt32](repeating: unseen, count: column.values.count)
    var table: [Value] = []
    var codes: [UInt32] = []
    codes.reserveCapacity(rows.count)
    for row in rows {
      let code = column.codes[row]
      if places[code] == unseen {
        places[code] = UInt32(table.count)
        table.append(column.values[code])
      }
      codes.append(places[code])
    }
    return write(table, codes)
  }

  private static func distinct<Key: Hashable>(
    _ rows: Range<Int>, _ entry: (Int) -> (key: Key, value: Value)
  ) -> [UInt8] {
    var places: [Key: UInt32] = [:]
    var table: [Value] = []
    var codes: [UInt32] = []
    codes.reserveCapacity(rows.count)
    for row in rows {
      let (key, value) = entry(row)
      let place = places[key] ?? UInt32(table.count)
      if Int(place) == table.count {
        places[key] = place
        table.append(value)
      }
      codes.append(place)
    }
    return write(table, codes)
  }

  private static func write(_ table: [Value], _ codes: [UInt32]) -> [UInt8] {
    // A range of nothing but numbers is `N` whatever the form of its block.
    if let kind = table.lazy.compactMap({ $0.numbered?.kind }).first,
      table.allSatisfy({ $0.isNone || $0.numbered?.kind == kind })
    {
      let numbers = codes.map { table[Int($0)].numbered?.number ?? 0 }
      return write(kind, numbers, codes.map { table[Int($0)].isNone ? 0 : 1 })
    }
    var writer = ByteWriter(capacity: codes.count * 4 + table.count * 16)
    writer.byte(UInt8(ascii: "D"))
    writer.number(UInt64(table.count), width: 4)
    for value in table { writer.sized(ValueCoding.bytes(value)) }
    writer.numbers(codes)
    return writer.bytes
  }
}
