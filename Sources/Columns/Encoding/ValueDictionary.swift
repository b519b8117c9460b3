package import LedgerModel
import Synchronization

/// Distinct texts and the codes they got, in the order in which they first came; code 0 is none.
///
/// Texts are told apart by their bytes and by what they are (string, symbol, entity), never by
/// Swift's canonical equivalence. Append-only. Sources that are folded side by side share it, so it
/// may be used from any thread; the tables it hands out are values and stay as they were. A stored
/// dictionary is read when it is first needed.
package final class ValueDictionary: Sendable {
  package let number: DictionaryNumber
  private let content: Mutex<Content>

  fileprivate struct Content {
    /// By code, `none` first; those behind are in `arena`.
    var values: [Value] = [.none]
    /// What was added since somebody asked for the values: who only writes never asks.
    var arena = TextArena()
    /// Where codes are found.
    var index = CodeIndex()
    /// Codes below are in `index`.
    var indexedCount = 1
    var stored: StoredTexts?
    /// Codes below are in the store.
    var storedCount = 1
  }

  /// Calls `add` with the texts that a store holds, in the order of their codes, none left out; each
  /// must be valid UTF-8.
  package typealias StoredTexts =
    @Sendable (_ add: (TextColumn.Kind, Span<UInt8>) -> Void) throws -> Void

  /// `stored` brings the texts that a store holds.
  package init(_ number: DictionaryNumber, stored: StoredTexts? = nil) {
    self.number = number
    content = Mutex(Content(stored: stored))
  }

  /// Reads what a store holds; does nothing the second time. To be called before a code is asked
  /// for or given out.
  package func load() throws {
    try content.withLock { content in
      guard let stored = content.stored else { return }
      var arena = TextArena()
      try stored { arena.append($0, $1) }
      content.arena = arena
      content.storedCount = content.count
      content.stored = nil
    }
  }

  /// False until `load` has read what a store holds.
  package var isLoaded: Bool { content.withLock { $0.stored == nil } }

  /// By code, `none` first.
  package var values: [Value] {
    content.withLock { content in
      content.emptyArena()
      return content.values
    }
  }

  /// The text of a code that was given out.
  package func value(of code: UInt32) -> Value { content.withLock { $0.value(of: Int(code)) } }

  /// The codes of the texts that no store holds yet.
  package var unstored: Range<Int> { content.withLock { $0.storedCount..<$0.count } }

  /// Appends the texts of codes that were given out, each as `ValueCoding` writes it. Makes no values.
  package func write(_ codes: Range<Int>, to writer: inout CBORWriter) {
    content.withLock { content in
      for code in codes { content.write(code, &writer) }
    }
  }

  /// Appends what `codes` stand for in the form that digests are made of.
  func writeSized(_ codes: [Int], to writer: inout ByteWriter) {
    content.withLock { content in
      for code in codes { content.writeSized(code, &writer) }
    }
  }

  /// Says that a store holds the codes below `end`.
  package func settle(below end: Int) { content.withLock { $0.storedCount = end } }

  /// How many codes there are, none included.
  package var count: Int { content.withLock { $0.count } }

  /// The code of a text, given out when it is new. Amortised O(length).
  package func code(of kind: TextColumn.Kind, _ text: String) -> UInt32 {
    content.withLock { $0.code(of: kind, text.utf8Span.span) }
  }

  /// The codes of all texts of a table, in the order of their numbers.
  func codes(of table: TextTable) -> [UInt32] {
    content.withLock { content in
      var codes: [UInt32] = []
      codes.reserveCapacity(table.count)
      for number in 0..<table.count {
        codes.append(
          content.code(
            of: table.kind, table.bytes.span.extracting(table.range(of: number)),
            hash: table.hash(of: number)))
      }
      return codes
    }
  }
}

extension ValueDictionary.Content {
  var count: Int { values.count + arena.count }

  func value(of code: Int) -> Value {
    code < values.count ? values[code] : arena.value(at: code - values.count)
  }

  func write(_ code: Int, _ writer: inout CBORWriter) {
    guard code >= values.count else { return ValueCoding.write(values[code], to: &writer) }
    arena.withText(at: code - values.count) { kind, text in
      writer.raw(ValueCoding.head(kind, byteCount: text.count).span)
      writer.raw(text)
    }
  }

  func writeSized(_ code: Int, _ writer: inout ByteWriter) {
    guard code >= values.count else { return writer.sized(values.span[code]) }
    arena.withText(at: code - values.count) { writer.sized($1, $0) }
  }

  /// Makes values of all texts that are none yet.
  mutating func emptyArena() {
    guard arena.count > 0 else { return }
    for place in 0..<arena.count { values.append(arena.value(at: place)) }
    arena = TextArena()
  }

  private func holds(_ kind: TextColumn.Kind, _ bytes: Span<UInt8>, at code: Int) -> Bool {
    code < values.count
      ? values.span[code].isText(kind, bytes)
      : arena.holds(kind, bytes, at: code - values.count)
  }

  /// `bytes` are valid UTF-8.
  mutating func code(of kind: TextColumn.Kind, _ bytes: Span<UInt8>) -> UInt32 {
    code(of: kind, bytes, hash: TextHash.hash(bytes, from: TextHash.start(kind)))
  }

  /// The same for a text whose hash from the start of its kind is known.
  mutating func code(of kind: TextColumn.Kind, _ bytes: Span<UInt8>, hash: UInt32) -> UInt32 {
    precondition(stored == nil, "a stored dictionary is read before it is used")
    if indexedCount < count { indexAll() }
    var slot = index.start(hash)
    while let code = index.code(at: slot) {
      if index.mayBe(hash, at: slot), holds(kind, bytes, at: code) { return UInt32(code) }
      slot = index.next(slot)
    }
    let code = UInt32(count)
    if !arena.hasRoom(for: bytes.count) { emptyArena() }
    arena.append(kind, bytes)
    index.put(hash, code, at: slot)
    indexedCount = count
    if index.isFull(count) { rebuildIndex() }
    return code
  }

  /// Hashes the texts that were read from a store; a reader that only looks codes up never pays it.
  private mutating func indexAll() {
    if index.isFull(count) { return rebuildIndex() }
    for code in indexedCount..<count { insert(code) }
    indexedCount = count
  }

  /// Makes an index with room for more: it holds too little of a hash to be copied.
  private mutating func rebuildIndex() {
    index = CodeIndex(forCount: count)
    for code in 1..<count { insert(code) }
    indexedCount = count
  }

  private mutating func insert(_ code: Int) {
    guard let hash = hash(of: code) else { return }
    index.insert(hash, UInt32(code))
  }

  private func hash(of code: Int) -> UInt32? {
    guard code >= values.count else {
      guard let (kind, text) = values[code].textual else { return nil }
      return TextHash.hash(text.utf8Span.span, from: TextHash.start(kind))
    }
    return arena.withText(at: code - values.count) { TextHash.hash($1, from: TextHash.start($0)) }
  }
}

extension Value {
  fileprivate func isText(_ kind: TextColumn.Kind, _ bytes: Span<UInt8>) -> Bool {
    switch self {
    case .string(let text): kind == .string && TextHash.areEqual(text.utf8Span.span, bytes)
    case .symbol(let text): kind == .symbol && TextHash.areEqual(text.utf8Span.span, bytes)
    case .entity(let text): kind == .entity && TextHash.areEqual(text.utf8Span.span, bytes)
    default: false
    }
  }
}

// MARK: - Looking up only

extension ValueDictionary {
  /// The codes of values that all have one, 0 for none; nothing where some value has none. Adds
  /// nothing.
  package func knownCodes(of values: [Value]) -> [UInt32]? {
    content.withLock { content in
      var codes: [UInt32] = []
      codes.reserveCapacity(values.count)
      for value in values {
        guard let code = content.knownCode(of: value) else { return nil }
        codes.append(code)
      }
      return codes
    }
  }
}

extension ValueDictionary {
  /// What `codesIfKnown` says of a value that has no code.
  package static let unknown = UInt32.max

  /// The codes of a column's values, 0 for none and `unknown` for a value that has none. Adds
  /// nothing. O(rows), for texts O(bytes).
  package func codesIfKnown(of column: Column, _ rowCount: Int) -> [UInt32] {
    content.withLock { content in
      var codes: [UInt32] = []
      codes.reserveCapacity(rowCount)
      for row in 0..<rowCount {
        if case .texts(let texts) = column {
          codes.append(content.knownCode(of: texts, row) ?? ValueDictionary.unknown)
        } else {
          codes.append(
            content.knownCode(of: column.value(at: row)) ?? ValueDictionary.unknown)
        }
      }
      return codes
    }
  }
}

extension ValueDictionary.Content {
  /// Of a text in a column, of which no value is made.
  fileprivate mutating func knownCode(of column: TextColumn, _ row: Int) -> UInt32? {
    if let isPresent = column.isPresent, isPresent[row] == 0 { return 0 }
    return knownCode(of: column.kind, column.bytes.span.extracting(column.range(of: row)))
  }
}

extension ValueDictionary.Content {
  fileprivate mutating func knownCode(of value: Value) -> UInt32? {
    if value.isNone { return 0 }
    guard let (kind, text) = value.textual else { return nil }
    return knownCode(of: kind, text.utf8Span.span)
  }

  fileprivate mutating func knownCode(of kind: TextColumn.Kind, _ bytes: Span<UInt8>) -> UInt32? {
    if indexedCount < count { indexAll() }
    let hash = TextHash.hash(bytes, from: TextHash.start(kind))
    var slot = index.start(hash)
    while let code = index.code(at: slot) {
      if index.mayBe(hash, at: slot), holds(kind, bytes, at: code) { return UInt32(code) }
      slot = index.next(slot)
    }
    return nil
  }
}
