/// Distinct texts of one kind as bytes, numbered from 0 in the order in which they first come.
/// Append-only.
struct TextTable: Sendable {
  private(set) var kind: TextColumn.Kind
  /// The bytes of all texts, one behind the other.
  private(set) var bytes: [UInt8] = []
  /// Where each text ends in `bytes`.
  private(set) var ends: [UInt32] = []
  /// Hash (high half) and number plus one by hash, open addressing; 0 is a free slot.
  private var slots: [UInt64]
  private var start: UInt64

  init(_ kind: TextColumn.Kind, slotCount: Int = 64) {
    self.kind = kind
    start = TextHash.start(kind)
    slots = [UInt64](repeating: 0, count: slotCount)
  }

  var count: Int { ends.count }

  /// Begins anew for texts of a kind, with the room it has.
  mutating func removeAll(_ kind: TextColumn.Kind) {
    self.kind = kind
    start = TextHash.start(kind)
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = 0 }
  }

  /// Where the bytes of that text lie.
  func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : Int(ends[number &- 1]))..<Int(ends[number])
  }

  func text(_ number: Int) -> String {
    String(decoding: bytes[range(of: number)], as: UTF8.self)
  }

  /// The number of the text, given out when it is new. Amortised O(length).
  mutating func number(of text: Span<UInt8>) -> UInt32 {
    let hash = TextHash.hash(text, from: start)
    var slot = Int(hash) & (slots.count &- 1)
    while slots[slot] != 0 {
      let entry = slots[slot]
      if entry >> 32 == UInt64(hash) {
        let number = UInt32(truncatingIfNeeded: entry) &- 1
        if TextHash.areEqual(bytes.span.extracting(range(of: Int(number))), text) {
          return number
        }
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    bytes.append(addingCapacity: text.count) { output in
      for index in text.indices { output.append(text[index]) }
    }
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt64(hash) << 32 | UInt64(ends.count)
    if ends.count * 2 > slots.count { grow() }
    return UInt32(ends.count - 1)
  }

  private mutating func grow() {
    let old = slots
    let size = old.count * 2
    slots = [UInt64](repeating: 0, count: size)
    for entry in old where entry != 0 {
      var slot = Int(entry >> 32) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = entry
    }
  }
}
