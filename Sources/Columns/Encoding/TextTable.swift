import LedgerModel

/// Distinct texts of one kind as bytes, numbered from 0 in the order in which they first come.
/// Append-only.
package struct TextTable: Sendable {
  package private(set) var kind: TextColumn.Kind
  /// The bytes of all texts, one behind the other.
  package private(set) var bytes: [UInt8] = []
  /// Where each text ends in `bytes`.
  private(set) var ends: [UInt32] = []
  private var hashes: [UInt32] = []
  /// Finds texts by their number plus one.
  private var index: CodeIndex
  private var start: UInt64
  /// The number given last.
  private var last = 0

  package init(_ kind: TextColumn.Kind, slotCount: Int = 64) {
    self.kind = kind
    start = TextHash.start(kind)
    index = CodeIndex(slotCount: slotCount)
  }

  package var count: Int { ends.count }

  /// Bytes that it holds.
  package var byteCount: Int { bytes.capacity + ends.capacity * 8 + index.byteCount }

  /// Begins anew for texts of a kind, with the room it has.
  package mutating func removeAll(_ kind: TextColumn.Kind) {
    self.kind = kind
    start = TextHash.start(kind)
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    index.removeAll()
  }

  /// Where the bytes of that text lie.
  package func range(of number: Int) -> Range<Int> {
    (number == 0 ? 0 : Int(ends[number &- 1]))..<Int(ends[number])
  }

  /// The hash of that text, from the start of its kind.
  func hash(of number: Int) -> UInt32 { hashes[number] }

  package func text(_ number: Int) -> String {
    String(decoding: bytes[range(of: number)], as: UTF8.self)
  }

  /// A text of its own.
  static func string(_ text: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.append(text)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number of a text that was given one. O(length).
  package func find(_ text: Span<UInt8>) -> Int? {
    let hash = TextHash.hash(text, from: start)
    var slot = index.start(hash)
    while let code = index.code(at: slot) {
      if index.mayBe(hash, at: slot), holds(text, at: code &- 1) { return code &- 1 }
      slot = index.next(slot)
    }
    return nil
  }

  private func holds(_ text: Span<UInt8>, at number: Int) -> Bool {
    TextHash.areEqual(bytes.span.extracting(range(of: number)), text)
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

  /// The number of the text, given out when it is new. Amortised O(length).
  package mutating func number(of text: Span<UInt8>) -> UInt32 {
    // Many columns repeat what they had before.
    if last < ends.count, holds(text, at: last) { return UInt32(last) }
    let number = search(text)
    last = Int(number)
    return number
  }

  private mutating func search(_ text: Span<UInt8>) -> UInt32 {
    let hash = TextHash.hash(text, from: start)
    var slot = index.start(hash)
    while let code = index.code(at: slot) {
      if index.mayBe(hash, at: slot), holds(text, at: code &- 1) { return UInt32(code &- 1) }
      slot = index.next(slot)
    }
    bytes.append(text)
    ends.append(UInt32(bytes.count))
    hashes.append(hash)
    index.put(hash, UInt32(ends.count), at: slot)
    if index.isFull(ends.count) { grow() }
    return UInt32(ends.count - 1)
  }

  private mutating func grow() {
    index = CodeIndex(forCount: ends.count)
    for (number, hash) in hashes.enumerated() { index.insert(hash, UInt32(number + 1)) }
  }
}
