/// Numbers the distinct codes of some rows from 0 as they first come. As large as the rows are many and
/// not as the dictionary is, so that it stays in the nearest caches.
struct SeenCodes: Sendable {
  /// A slot holds in which use it was filled (high half) and the code; open addressing.
  private var keys: [UInt64] = []
  private var places: [UInt32] = []
  private var use: UInt64 = 0

  /// Sets `target` to the places of the codes, row by row, and adds each distinct one to `distinct`,
  /// which is empty. O(rows).
  mutating func number<Code: FixedWidthInteger & UnsignedInteger>(
    _ codes: Span<Code>, _ target: inout [UInt32], _ distinct: inout [Int]
  ) {
    makeRoom(for: codes.count)
    use += 1
    SeenCodes.number(codes, use: use << 32, &keys, &places, &target, &distinct)
  }

  private mutating func makeRoom(for count: Int) {
    guard keys.count < count * 2 else { return }
    var slotCount = 1_024
    while slotCount < count * 2 { slotCount *= 2 }
    keys = [UInt64](repeating: 0, count: slotCount)
    places = [UInt32](repeating: 0, count: slotCount)
    use = 0
  }

  private static func number<Code: FixedWidthInteger & UnsignedInteger>(
    _ codes: Span<Code>, use: UInt64, _ keys: inout [UInt64], _ places: inout [UInt32],
    _ target: inout [UInt32], _ distinct: inout [Int]
  ) {
    var slots = keys.mutableSpan
    var numbers = places.mutableSpan
    var result = target.mutableSpan
    let last = slots.count &- 1
    let shift = UInt64(64 &- slots.count.trailingZeroBitCount)
    for row in codes.indices {
      let key = use | UInt64(codes[row])
      // Spreads codes that follow each other, so that no two runs of them meet.
      var slot = Int(truncatingIfNeeded: (UInt64(codes[row]) &* 0x9E37_79B9_7F4A_7C15) >> shift)
      while slots[slot] != key {
        if slots[slot] < use {
          slots[slot] = key
          numbers[slot] = UInt32(distinct.count)
          distinct.append(Int(codes[row]))
          break
        }
        slot = (slot &+ 1) & last
      }
      result[row] = numbers[slot]
    }
  }
}
