/// The fingerprints of the newest events, in log order: the event at `first` comes first, and none is
/// left out, so positions need not be stored.
///
/// A table of open addresses finds them again. Equal fingerprints take a slot each.
struct IdentifierTail {
  /// The position of the first fingerprint.
  private(set) var first: UInt64
  private(set) var fingerprints: [UInt64] = []
  /// Index into `fingerprints` plus one; 0 is free.
  private var slots: [UInt32]
  private var shift: UInt64

  private static let slotCountMin = 1_024

  init(first: UInt64, fingerprints: [UInt64] = []) {
    self.first = first
    self.fingerprints = fingerprints
    (slots, shift) = ([], 0)
    rebuild(slotCount: Self.slotCountMin)
  }

  /// The last position that is held.
  var last: UInt64 { first &+ UInt64(fingerprints.count) &- 1 }

  /// Adds the event behind the last one.
  mutating func append(_ fingerprint: UInt64) {
    fingerprints.append(fingerprint)
    if fingerprints.count * 2 > slots.count {
      rebuild(slotCount: slots.count * 2)
    } else {
      insert(fingerprint, UInt32(fingerprints.count))
    }
  }

  /// Forgets all but the first `count` events.
  mutating func truncate(to count: Int) {
    guard count < fingerprints.count else { return }
    fingerprints.removeLast(fingerprints.count - count)
    rebuild(slotCount: slots.count)
  }

  /// Forgets the first `count` events, now that a run holds them.
  mutating func removeFirst(_ count: Int) {
    first += UInt64(count)
    fingerprints.removeFirst(count)
    rebuild(slotCount: Self.slotCountMin)
  }

  /// Adds the positions of a fingerprint to `found`, ascending.
  func find(_ fingerprint: UInt64, _ found: inout [UInt64]) {
    let mask = slots.count &- 1
    var slot = place(fingerprint)
    while slots[slot] != 0 {
      let index = Int(slots[slot] &- 1)
      if fingerprints[index] == fingerprint { found.append(first &+ UInt64(index)) }
      slot = (slot &+ 1) & mask
    }
  }

  private func place(_ fingerprint: UInt64) -> Int {
    Int(truncatingIfNeeded: fingerprint >> shift)
  }

  private mutating func insert(_ fingerprint: UInt64, _ number: UInt32) {
    let mask = slots.count &- 1
    var slot = place(fingerprint)
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    slots[slot] = number
  }

  private mutating func rebuild(slotCount: Int) {
    var slotCount = slotCount
    while slotCount < fingerprints.count * 2 { slotCount *= 2 }
    slots = [UInt32](repeating: 0, count: slotCount)
    shift = UInt64(64 - slotCount.trailingZeroBitCount)
    for (index, fingerprint) in fingerprints.enumerated() {
      insert(fingerprint, UInt32(index + 1))
    }
  }
}
