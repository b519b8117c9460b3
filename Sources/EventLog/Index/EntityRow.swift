import LedgerModel

/// What the rules need to know of one entity, as of the position of its index.
///
/// A pure fold of the log: applying an event twice changes nothing, so an index may be caught up
/// from any position at or below its own.
struct EntityRow: Hashable, Sendable {
  /// Position of the event that introduced the entity; 0 while it was only referred to.
  var declaredAt: UInt64 = 0
  /// Position of the first event, amendments aside, that refers to it; 0 for none.
  var firstReference: UInt64 = 0
  /// A number by kind: the last version of a report, the offset in seconds of a campaign's zone.
  var number: Int64 = 0
  /// The first day of a unit; none for always.
  var opened: Day?
  /// Whether a correction or void names one of the events that the row rests on.
  var isAmended = false
  /// Events that change what the entity is: those that close a unit, extend a duty, void an event.
  var positions: [UInt64] = []

  var isDeclared: Bool { declaredAt != 0 }
}

extension EntityRow {
  private static let noDay = Int32.min
  private static let fixedByteCount = 29

  /// 29 bytes big-endian, then eight for each position.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.fixedByteCount + positions.count * 8)
    for number in [declaredAt, firstReference, UInt64(bitPattern: number)] {
      bytes.appendBigEndian(number)
    }
    let day = UInt32(bitPattern: opened?.number ?? Self.noDay)
    for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: day >> shift)) }
    bytes.append(isAmended ? 1 : 0)
    for position in positions { bytes.appendBigEndian(position) }
    return bytes
  }

  init?(_ stored: Span<UInt8>) {
    let rest = stored.count - Self.fixedByteCount
    guard rest >= 0, rest % 8 == 0 else { return nil }
    declaredAt = stored.bigEndian(at: 0)
    firstReference = stored.bigEndian(at: 8)
    number = Int64(bitPattern: stored.bigEndian(at: 16))
    var day: UInt32 = 0
    for index in 24..<28 { day = day << 8 | UInt32(stored[index]) }
    let dayNumber = Int32(bitPattern: day)
    opened = dayNumber == Self.noDay ? nil : Day(number: dayNumber)
    isAmended = stored[28] == 1
    positions = stride(from: Self.fixedByteCount, to: stored.count, by: 8).map {
      stored.bigEndian(at: $0)
    }
  }
}

extension [UInt8] {
  mutating func appendBigEndian(_ number: UInt64) {
    for shift: UInt64 in [56, 48, 40, 32, 24, 16, 8, 0] {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }
}

extension Span where Element == UInt8 {
  /// The eight bytes from `offset` as a number; the caller checks the length.
  func bigEndian(at offset: Int) -> UInt64 {
    var number: UInt64 = 0
    for index in offset..<(offset + 8) { number = number << 8 | UInt64(self[index]) }
    return number
  }
}
