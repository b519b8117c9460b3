import LedgerModel

/// The bytes of some rows of a column that depend on the values alone: the same whatever the form
/// in which the column is kept, the codes that its texts got, and the batches it came in. Digests
/// are made of them.
///
/// Numbers of one kind are `N`, the kind, the scale, a presence byte and eight little-endian bytes
/// a row. Everything else is `D`, the distinct values in the order in which they first come, each
/// as its CBOR with its length, and four little-endian bytes a row for its place among them.
///
/// Holds what it uses again from column to column.
package struct CanonicalColumn {
  private var seen = SeenCodes()
  private var codes: [UInt32] = []
  private var table = TextTable(.string, slotCount: 16_384)
  private var writer = ByteWriter(capacity: 1 << 17)

  package init() {}

  /// The canonical bytes of `rows`. O(rows).
  package static func bytes(_ column: Column, rows: Range<Int>) -> [UInt8] {
    var canonical = CanonicalColumn()
    return canonical.bytes(column, rows: rows)
  }

  /// The canonical bytes of `rows`. O(rows). A column that brings no values of its own codes has them
  /// from `dictionary`.
  package mutating func bytes(
    _ column: Column, rows: Range<Int>, _ dictionary: ValueDictionary? = nil
  ) -> [UInt8] {
    writer.removeAll()
    codes.removeAll(keepingCapacity: true)
    codes.reserveCapacity(rows.count)
    switch column {
    case .numbers(let numbers): self.numbers(numbers, rows)
    case .constant(let value): constant(value, rows.count)
    case .coded(let coded):
      let distinct = distinctCodes(coded.codes, rows)
      if let dictionary, coded.isDetached {
        begin(distinctCount: distinct.count)
        dictionary.writeSized(distinct, to: &writer)
        writer.numbers(codes)
      } else {
        write(distinct.map { coded.values[$0] }, Array(distinct.indices))
      }
    case .texts(let texts): self.texts(texts, rows)
    case .flags(let flags):
      distinct(rows) { row in (key: flags.bytes[row], value: flags[row]) }
    case .values(let values):
      distinct(rows) { row in (key: ValueCoding.bytes(values[row]), value: values[row]) }
    }
    return writer.bytes
  }

  private mutating func numbers(_ column: NumberColumn, _ rows: Range<Int>) {
    let present = column.isPresent.map { Array($0[rows]) } ?? []
    // Nothing but nones has no kind.
    guard present.isEmpty || present.contains(1) else { return constant(.none, rows.count) }
    write(column.kind, Array(column.numbers[rows]), present)
  }

  /// No presence means that every row has a number; where a row has none it is 0.
  private mutating func write(
    _ kind: NumberColumn.Kind, _ numbers: [Int64], _ present: [UInt8]
  ) {
    writer.byte(UInt8(ascii: "N"))
    writer.byte(kind.stored.code)
    writer.byte(kind.stored.scale)
    if present.isEmpty {
      writer.repeated(1, count: numbers.count)
    } else {
      writer.raw(present)
    }
    writer.numbers(numbers, width: 8)
  }

  private mutating func constant(_ value: Value, _ rowCount: Int) {
    if let (kind, number) = value.numbered {
      return write(kind, [Int64](repeating: number, count: rowCount), [])
    }
    codes.append(contentsOf: repeatElement(0, count: rowCount))
    write([value], [0])
  }

  private mutating func distinctCodes(_ codes: Codes, _ rows: Range<Int>) -> [Int] {
    switch codes {
    case .bytes(let codes): distinctCodes(codes, rows)
    case .shorts(let codes): distinctCodes(codes, rows)
    case .words(let codes): distinctCodes(codes, rows)
    }
  }

  /// The distinct codes in the order in which they first come; `codes` gets their places.
  private mutating func distinctCodes<Code: FixedWidthInteger & UnsignedInteger>(
    _ column: [Code], _ rows: Range<Int>
  ) -> [Int] {
    var distinct: [Int] = []
    codes.append(contentsOf: repeatElement(0, count: rows.count))
    seen.number(column.span.extracting(rows), &codes, &distinct)
    return distinct
  }

  private mutating func texts(_ column: TextColumn, _ rows: Range<Int>) {
    table.removeAll(column.kind)
    let bytes = column.bytes.span
    var noneCode: UInt32?
    // Where none stands among the texts, if it comes at all.
    var next: UInt32 = 0
    for row in rows {
      if let present = column.isPresent, present[row] == 0 {
        if noneCode == nil {
          noneCode = next
          next &+= 1
        }
        codes.append(noneCode ?? 0)
        continue
      }
      let number = table.number(of: bytes.extracting(column.range(of: row)))
      let code = noneCode.map { number >= $0 ? number &+ 1 : number } ?? number
      next = max(next, code &+ 1)
      codes.append(code)
    }
    begin(distinctCount: Int(next))
    let distinct = table.bytes
    for number in 0..<table.count {
      if noneCode == UInt32(number) { writer.sized(ValueCoding.bytes(.none)) }
      writer.sized(distinct.span.extracting(table.range(of: number)), column.kind)
    }
    if noneCode == UInt32(table.count) { writer.sized(ValueCoding.bytes(.none)) }
    writer.numbers(codes)
  }

  private mutating func distinct<Key: Hashable>(
    _ rows: Range<Int>, _ entry: (Int) -> (key: Key, value: Value)
  ) {
    var places: [Key: UInt32] = [:]
    var values: [Value] = []
    for row in rows {
      let (key, value) = entry(row)
      let place = places[key] ?? UInt32(values.count)
      if Int(place) == values.count {
        places[key] = place
        values.append(value)
      }
      codes.append(place)
    }
    write(values, Array(values.indices))
  }

  /// The distinct values, named by their places in `values`, and the codes of the rows.
  private mutating func write(_ values: [Value], _ distinct: [Int]) {
    if writeNumbers(values, distinct) { return }
    begin(distinctCount: distinct.count)
    let all = values.span
    for place in distinct { writer.sized(all[place]) }
    writer.numbers(codes)
  }

  /// A range of nothing but numbers is `N` whatever the form of its block. False for any other.
  private mutating func writeNumbers(_ values: [Value], _ distinct: [Int]) -> Bool {
    guard let first = distinct.first(where: { !values[$0].isNone }),
      let (kind, _) = values[first].numbered,
      distinct.allSatisfy({ values[$0].isNone || values[$0].numbered?.kind == kind })
    else { return false }
    let numbers = codes.map { values[distinct[Int($0)]].numbered?.number ?? 0 }
    write(kind, numbers, codes.map { values[distinct[Int($0)]].isNone ? 0 : 1 })
    return true
  }

  private mutating func begin(distinctCount: Int) {
    writer.byte(UInt8(ascii: "D"))
    writer.number(UInt64(distinctCount), width: 4)
  }
}
