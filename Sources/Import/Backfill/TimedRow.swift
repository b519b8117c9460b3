import LedgerModel

/// A row with the place it takes when files are merged by time.
struct TimedRow: Sendable {
  let moment: Instant
  /// Index of its file among those named.
  let file: Int
  /// Number of the row in its file, from 0; ties are broken by file, then by this.
  let number: UInt64
  let raw: RawRow

  static func precedes(_ first: TimedRow, _ second: TimedRow) -> Bool {
    (first.moment, first.file, first.number) < (second.moment, second.file, second.number)
  }
}

extension TimedRow {
  /// Adds the row to a spill file: four numbers of eight bytes, a length, the bytes.
  func write(to bytes: inout [UInt8]) {
    let numbers = [
      UInt64(bitPattern: moment.microseconds), UInt64(file), number, UInt64(raw.line),
      UInt64(raw.bytes.count) << 1 | (raw.flaw == .cutOff ? 1 : 0),
    ]
    for number in numbers {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
      }
    }
    bytes.append(contentsOf: raw.bytes)
  }

  static let headByteCount = 40
}
