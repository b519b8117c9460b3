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
  /// One byte that says which parts follow, then the parts in this order: variable-length numbers of
  /// seven bits a byte, the lowest first, signed ones with the sign in the lowest bit.
  private enum Part {
    static let declaredAt: UInt8 = 1
    static let firstReference: UInt8 = 2
    static let number: UInt8 = 4
    static let opened: UInt8 = 8
    static let isAmended: UInt8 = 16
    /// How many, then each as its distance from the one before.
    static let positions: UInt8 = 32
  }

  /// About ten bytes for most entities.
  var encoded: [UInt8] {
    var parts: UInt8 = 0
    if declaredAt != 0 { parts |= Part.declaredAt }
    if firstReference != 0 { parts |= Part.firstReference }
    if number != 0 { parts |= Part.number }
    if opened != nil { parts |= Part.opened }
    if isAmended { parts |= Part.isAmended }
    if !positions.isEmpty { parts |= Part.positions }
    var bytes: [UInt8] = [parts]
    bytes.reserveCapacity(16)
    if declaredAt != 0 { bytes.append(variable: declaredAt) }
    if firstReference != 0 { bytes.append(variable: firstReference) }
    if number != 0 { bytes.append(variable: Self.folded(number)) }
    if let opened { bytes.append(variable: Self.folded(Int64(opened.number))) }
    guard !positions.isEmpty else { return bytes }
    bytes.append(variable: UInt64(positions.count))
    var last: UInt64 = 0
    for position in positions {
      bytes.append(variable: position &- last)
      last = position
    }
    return bytes
  }

  /// Nil for bytes that `encoded` does not give.
  init?(_ stored: Span<UInt8>) {
    guard stored.count > 0 else { return nil }
    let parts = stored[0]
    var offset = 1
    func has(_ part: UInt8) -> Bool { parts & part != 0 }
    if has(Part.declaredAt) {
      guard let value = stored.variable(&offset) else { return nil }
      declaredAt = value
    }
    if has(Part.firstReference) {
      guard let value = stored.variable(&offset) else { return nil }
      firstReference = value
    }
    if has(Part.number) {
      guard let value = stored.variable(&offset) else { return nil }
      number = Self.unfolded(value)
    }
    if has(Part.opened) {
      guard let value = stored.variable(&offset) else { return nil }
      opened = Day(number: Int32(clamping: Self.unfolded(value)))
    }
    isAmended = has(Part.isAmended)
    if has(Part.positions) {
      guard let count = stored.variable(&offset), count <= UInt64(stored.count) else { return nil }
      var last: UInt64 = 0
      for _ in 0..<count {
        guard let distance = stored.variable(&offset) else { return nil }
        last &+= distance
        positions.append(last)
      }
    }
    guard offset == stored.count else { return nil }
  }

  private static func folded(_ number: Int64) -> UInt64 {
    UInt64(bitPattern: number << 1 ^ number >> 63)
  }

  private static func unfolded(_ number: UInt64) -> Int64 {
    Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }
}

extension [UInt8] {
  mutating func appendBigEndian(_ number: UInt64) {
    for shift: UInt64 in [56, 48, 40, 32, 24, 16, 8, 0] {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Seven bits a byte, the lowest first; the highest bit says that more follow.
  fileprivate mutating func append(variable number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}

extension Span where Element == UInt8 {
  /// The eight bytes from `offset` as a number; the caller checks the length.
  func bigEndian(at offset: Int) -> UInt64 {
    var number: UInt64 = 0
    for index in offset..<(offset + 8) { number = number << 8 | UInt64(self[index]) }
    return number
  }

  /// Reads a number of variable length and moves behind it; nil where the bytes end.
  fileprivate func variable(_ offset: inout Int) -> UInt64? {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while offset < count, shift < 64 {
      let byte = self[offset]
      offset += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return number }
      shift += 7
    }
    return nil
  }
}
