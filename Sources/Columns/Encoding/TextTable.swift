/// Distinct texts of one kind as bytes, numbered from 0 in the order in which they first come.
/// Append-only.
package struct TextTable: Sendable {
  package private(set) var kind: TextColumn.Kind
  /// The bytes of all texts, one behind the other.
  private(set) var bytes: [UInt8] = []
  /// Where each text ends in `bytes`.
  private(set) var ends: [UInt32] = []
  /// Hash (high half) and number plus one by hash, open addressing; 0 is a free slot.
  private var slots: [UInt64]
  private var start: UInt64

  package init(_ kind: TextColumn.Kind, slotCount: Int = 64) {
    self.kind = kind
    start = TextHash.start(kind)
    slots = [UInt64](repeating: 0, count: slotCount)
  }

  package var count: Int { ends.count }

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

  package func text(_ number: Int) -> String {
    String(decoding: bytes[range(of: number)], as: UTF8.self)
  }

  /// The number of the text, given out when it is new. Amortised O(length).
  package mutating func number(of text: Span<UInt8>) -> UInt32 {
    let hash = TextHash.hash(text, from: start)
    let slot = slot(of: text, hash)
    if slots[slot] != 0 { return UInt32(truncatingIfNeeded: slots[slot]) &- 1 }
    bytes.append(addingCapacity: text.count) { output in
      for index in text.indices { output.append(text[index]) }
    }
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt64(hash) << 32 | UInt64(ends.count)
    if ends.count * 2 > slots.count { grow() }
    return UInt32(ends.count - 1)
  }

  /// The texts from that number on, as a column.
  package func column(from first: Int) -> TextColumn {
    let start = first == 0 ? 0 : Int(ends[first - 1])
    return TextColumn(
      kind: kind, bytes: Array(bytes[start...]), ends: ends[first...].map { $0 - UInt32(start) })
  }

  /// Adds texts in their order. O(bytes).
  package mutating func append(_ texts: TextColumn) {
    for row in texts.ends.indices {
      _ = number(of: texts.bytes.span.extracting(texts.range(of: row)))
    }
  }

  /// The number of a text that came before; none for any other. O(length).
  package func known(_ text: Span<UInt8>) -> UInt32? {
    let slot = slot(of: text, TextHash.hash(text, from: start))
    return slots[slot] == 0 ? nil : UInt32(truncatingIfNeeded: slots[slot]) &- 1
  }

  /// Where the text stands, or where it would be put.
  private func slot(of text: Span<UInt8>, _ hash: UInt32) -> Int {
    var slot = Int(hash) & (slots.count &- 1)
    while slots[slot] != 0 {
      let entry = slots[slot]
      if entry >> 32 == UInt64(hash) {
        let number = UInt32(truncatingIfNeeded: entry) &- 1
        if TextHash.areEqual(bytes.span.extracting(range(of: Int(number))), text) { return slot }
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return slot
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
