import Columns
import LedgerModel
import TestSupport
import Testing

/// Whatever form a column takes, it holds the values that went in.
@Suite("Columns: forms")
struct ColumnFormTests {
  private func encoder(_ isShared: Bool) -> ColumnEncoder {
    ColumnEncoder(dictionary: ValueDictionary(DictionaryNumber(0)), isShared: isShared)
  }

  @Test("encoded, gathered, stored and read again", arguments: 1...60 as ClosedRange<UInt64>)
  func roundTrips(seed: UInt64) throws {
    var random = RandomColumns(seed: seed)
    for count in [1, 2, 37, 300] {
      let values = random.values(count)
      let encoder = encoder(seed % 2 == 0)
      let column = encoder.encode(values)
      #expect(identical(column.values(count), values), "seed \(seed)")
      let rows = (0..<Int32(count)).filter { $0 % 3 == 1 }.reversed().map { $0 }
      let gathered = column.gathered(RowList(rows)).values(rows.count)
      #expect(identical(gathered, rows.map { values[Int($0)] }), "seed \(seed)")
      let bytes = ColumnCoding.bytes(column)
      let read = try ColumnCoding.column(
        bytes.span, rowCount: count, dictionary: encoder.dictionary)
      #expect(identical(encoder.attached(read).values(count), values), "seed \(seed)")
    }
  }

  @Test(
    "texts, numbers and runs added as such are the values", arguments: 1...60 as ClosedRange<UInt64>
  )
  func typedAppends(seed: UInt64) {
    var random = RandomColumns(seed: seed)
    var picks = SeededGenerator(seed: seed)
    var (plain, typed) = (
      ColumnBuilder(encoder(seed % 2 == 0)), ColumnBuilder(encoder(seed % 2 == 0))
    )
    for _ in 0..<6 {
      for value in random.values(9) {
        let count = Int.random(in: 0..<4, using: &picks) == 0 ? 3 : 1
        for _ in 0..<count { plain.append(value) }
        if count > 1 {
          typed.append(value, count: count)
        } else if let (kind, text) = value.textual {
          typed.append(text.utf8Span.span, kind)
        } else if let (kind, number) = value.numbered {
          typed.append(number, kind)
        } else {
          typed.append(value)
        }
      }
      #expect(typed.rowCount == plain.rowCount)
      let rows = 0..<plain.rowCount
      #expect(
        identical(rows.map { typed.value(at: $0) }, rows.map { plain.value(at: $0) }),
        "seed \(seed)")
      #expect(
        identical(typed.column.values(rows.count), plain.column.values(rows.count)), "seed \(seed)")
    }
  }

  @Test("parts joined are the whole", arguments: 1...40 as ClosedRange<UInt64>)
  func joins(seed: UInt64) {
    var random = RandomColumns(seed: seed)
    let encoder = encoder(seed % 3 == 0)
    let runs = (0..<4).map { _ in random.values(25) }
    for parts in [runs, Array(repeating: runs[0], count: 4)] {
      let joined = encoder.joined(parts.map { (encoder.encode($0), 25) })
      #expect(identical(joined.values(100), parts.flatMap { $0 }), "seed \(seed)")
    }
  }

  /// The canonical bytes are those of the values, not of the form.
  @Test("canonical bytes do not know the form", arguments: 1...60 as ClosedRange<UInt64>)
  func canonical(seed: UInt64) {
    var random = RandomColumns(seed: seed)
    let values = random.values(64)
    let plain = Column.values(values)
    for isShared in [true, false] {
      let used = encoder(isShared)
      // Codes that earlier rows took must not show.
      _ = used.encode((0..<9).map { .string("earlier \($0)") } + values.reversed())
      for range in [0..<64, 0..<1, 16..<32, 63..<64] {
        #expect(
          CanonicalColumn.bytes(used.encode(values), rows: range)
            == CanonicalColumn.bytes(plain, rows: range), "seed \(seed), \(range)")
      }
      let halves = used.joined([
        (used.encode(Array(values[..<32])), 32), (used.encode(Array(values[32...])), 32),
      ])
      #expect(
        CanonicalColumn.bytes(halves, rows: 0..<64)
          == CanonicalColumn.bytes(plain, rows: 0..<64), "seed \(seed)")
    }
    var other = values
    other[40] = .string("changed")
    #expect(
      CanonicalColumn.bytes(.values(other), rows: 0..<64)
        != CanonicalColumn.bytes(plain, rows: 0..<64))
  }

  @Test("texts that differ in their bytes alone keep their own codes")
  func bytesDecide() {
    let (composed, decomposed) = ("\u{1EA1}", "a\u{323}")
    #expect(composed == decomposed)
    let values: [Value] = (0..<6).map { .string($0 % 2 == 0 ? composed : decomposed) }
    let column = encoder(true).encode(values)
    #expect(identical(column.values(6), values))
    guard case .coded(let coded) = column else {
      Issue.record("texts of a shared dictionary are codes")
      return
    }
    #expect(coded.codes == .bytes([1, 2, 1, 2, 1, 2]))
  }

  @Test("codes are as narrow as they can be")
  func widths() {
    #expect(Codes([0, 255]) == .bytes([0, 255]))
    #expect(Codes([0, 256]) == .shorts([0, 256]))
    #expect(Codes([65_535, 65_536]) == .words([65_535, 65_536]))
  }

  @Test("damaged bytes are refused and never trap", arguments: 1...30 as ClosedRange<UInt64>)
  func damage(seed: UInt64) {
    var random = RandomColumns(seed: seed)
    var choice = SeededGenerator(seed: seed)
    let encoder = encoder(true)
    let bytes = ColumnCoding.bytes(encoder.encode(random.values(40)))
    for _ in 0..<200 {
      var damaged = bytes
      let place = Int.random(in: damaged.indices, using: &choice)
      damaged[place] ^= UInt8.random(in: 1...255, using: &choice)
      if Bool.random(using: &choice) { damaged.removeLast(min(damaged.count, 3)) }
      // Either some column of 40 rows, or an error; nothing else may happen.
      let read = try? ColumnCoding.column(
        damaged.span, rowCount: 40, dictionary: encoder.dictionary)
      if let read { #expect(encoder.attached(read).values(40).count == 40) }
    }
  }
}
