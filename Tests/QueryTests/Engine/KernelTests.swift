import Columns
import LedgerModel
import TestSupport
import Testing

/// Loops over rows that are neighbours or a list, beside the same row by row.
@Suite("Columns: loops over rows")
struct KernelTests {
  private static func lists(_ count: Int, _ random: inout SeededGenerator) -> [RowList] {
    let start = Int.random(in: 0...count, using: &random)
    let end = Int.random(in: start...count, using: &random)
    let some = (0..<count).filter { _ in Bool.random(using: &random) }
    return [
      .all(count), RowList(run: start..<end), RowList(some.map { Int32($0) }),
      RowList(some.reversed().map { Int32($0) }), RowList([]), RowList(run: start..<start),
    ]
  }

  @Test("codes, numbers and flags of every width", arguments: [1, 15, 255, 256, 1_000])
  func loops(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for width in [200, 60_000, 70_000] as [UInt32] {
      let plain = (0..<count).map { _ in UInt32.random(in: 0..<width, using: &random) }
      let codes = Codes(plain)
      let words = (0..<Int(width)).map { Int32($0 % 77) - 1 }
      let bytes = (0..<Int(width)).map { UInt8($0 % 3) }
      for rows in KernelTests.lists(count, &random) {
        let numbers = Array(rows)
        #expect(numbers == rows.numbers)
        var (found, marks, written): ([Int32], [UInt8], [Int32]) = ([9], [9], [9])
        let seen = codes.lookUp(words, rows: rows, into: &found)
        #expect(found == numbers.map { words[Int(plain[Int($0)])] })
        #expect((seen < 0) == found.contains { $0 < 0 })
        #expect(codes.lookUp(bytes, rows: rows, into: &marks) & 2 == (marks.contains(2) ? 2 : 0))
        #expect(marks == numbers.map { bytes[Int(plain[Int($0)])] })
        codes.write(rows, into: &written)
        #expect(written == numbers.map { Int32(plain[Int($0)]) })
        let gathered = codes.gathered(rows)
        #expect((0..<gathered.count).map { gathered[$0] } == written.map { Int($0) })
        let code = Int(plain[0])
        codes.mark(equal: code, rows: rows, into: &marks)
        #expect(marks == written.map { Int($0) == code ? 1 : 0 })
        #expect(Array(rows.kept(by: marks)) == zip(numbers, marks).filter { $1 == 1 }.map(\.0))
        let half = Array(numbers.indices).filter { $0 % 2 == 0 }.map { Int32($0) }
        #expect(Array(rows.selecting(half)) == half.map { numbers[Int($0)] })
        let part = 0..<numbers.count / 2
        #expect(Array(rows.part(part)) == Array(numbers[part]))
      }
    }
  }

  @Test("numbers in a range, with and without nones")
  func ranges() {
    var random = SeededGenerator(seed: 5)
    let count = 700
    let numbers = (0..<count).map { _ in Int64.random(in: -50...50, using: &random) }
    let present = numbers.map { $0 % 7 == 0 ? 0 : 1 as UInt8 }
    for isPresent in [nil, present] {
      let column = Column.numbers(
        NumberColumn(kind: .integer, numbers: numbers, isPresent: isPresent))
      for rows in KernelTests.lists(count, &random) {
        for isInverted in [false, true] {
          let range = NumberRange(kind: .integer, range: -10...20, isInverted: isInverted)
          var mask: [UInt8] = []
          #expect(range.mark(Vector(column, rows: rows), into: &mask))
          let expected = rows.map { row -> UInt8 in
            let isIn = (-10...20).contains(numbers[Int(row)]) && isPresent?[Int(row)] != 0
            return isIn != isInverted ? 1 : 0
          }
          #expect(mask == expected)
        }
      }
    }
  }

  @Test("what a mask shows of a part", arguments: [0, 1, 50, 100])
  func masks(percentVisible: Int) {
    var random = SeededGenerator(seed: 6)
    let bytes = (0..<3_000).map { _ -> UInt8 in
      Int.random(in: 0..<100, using: &random) < percentVisible ? 1 : 0
    }
    var masks = [Mask(bytes: bytes)]
    if percentVisible == 100 { masks.append(Mask(allOf: bytes.count)) }
    for mask in masks {
      for part in [0..<3_000, 17..<1_234, 2_999..<3_000, 5..<5] {
        let rows = part.filter { bytes[$0] == 1 }.map { Int32($0) }
        #expect(mask.visibleCount(in: part) == rows.count)
        #expect(Array(mask.rows(in: part, visibleCount: rows.count)) == rows)
      }
      var kept = mask
      kept.keep(where: (0..<3_000).map { UInt8($0 % 3) })
      #expect(Array(kept.rows) == mask.rows.filter { $0 % 3 != 0 })
    }
  }
}
