package import LedgerModel
import Synchronization

/// Distinct texts and the codes they got, in the order in which they first came; code 0 is none.
///
/// Texts are told apart by their bytes and by what they are (string, symbol, entity), never by
/// Swift's canonical equivalence. Append-only. Sources that are folded side by side share it, so it
/// may be used from any thread; the tables it hands out stay as they were. Of a stored dictionary the
/// runs are counted when it is first needed, and each is read when one of its texts is.
package final class ValueDictionary: Sendable {
  package let number: DictionaryNumber
  private let content: Mutex<Content>
  private let failures = Failures()

  fileprivate struct Content {
    /// Texts of the codes from 1 up to `arenaStart`.
    var runs: [TextRun] = []
    /// First codes of `runs`.
    var starts: [Int] = []
    var arenaStart = 1
    /// What was added since somebody asked for the values: who only writes never asks.
    var arena = TextArena()
    /// What was handed out last, as long as nothing was added.
    var table: DictionaryTexts?
    /// Where codes are found.
    var index = CodeIndex()
    /// Codes below are in `index`.
    var indexedCount = 1
    var stored: StoredTexts?
    /// Codes below are in the store.
    var storedCount = 1
  }

  /// `stored` brings the texts that a store holds.
  package init(_ number: DictionaryNumber, stored: StoredTexts? = nil) {
    self.number = number
    content = Mutex(Content(stored: stored))
  }

  /// Finds out how many texts a store holds; does nothing the second time. To be called before a code
  /// is asked for or given out. O(runs).
  package func load() throws {
    try content.withLock { content in
      guard let stored = content.stored else { return }
      for (first, count) in try stored.runs() where count > 0 {
        content.append(
          TextRun(count: count) { [failures] in
            TextArena(count: count, failures) { try stored.read(first, $0) }
          })
      }
      content.storedCount = content.count
      content.stored = nil
    }
  }

  /// False until `load` has counted what a store holds.
  package var isLoaded: Bool { content.withLock { $0.stored == nil } }

  /// Throws what went wrong where texts were read from a store since they were asked for; they were
  /// shown as none. O(1).
  package func check() throws { try failures.check() }

  /// By code, `none` first. O(texts added since it was asked for last).
  package var values: ValueTable {
    content.withLock { content in
      content.emptyArena()
      if let table = content.table { return ValueTable(table) }
      let made = DictionaryTexts(content.runs)
      content.table = made
      return ValueTable(made)
    }
  }

  /// The text of a code that was given out.
  package func value(of code: UInt32) -> Value { content.withLock { $0.value(of: Int(code)) } }

  /// The codes of the texts that no store holds yet.
  package var unstored: Range<Int> { content.withLock { $0.storedCount..<$0.count } }

  /// Appends the texts of codes that were given out, each as `ValueCoding` writes it. Makes no values.
  /// Texts that a store does not yield are missing: `check` is to be asked before the bytes are used.
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
  var count: Int { arenaStart + arena.count }

  mutating func append(_ run: TextRun) {
    starts.append(arenaStart)
    runs.append(run)
    arenaStart += run.count
    table = nil
  }

  func value(of code: Int) -> Value {
    withText(of: code) { kind, text in kind.value(TextTable.string(text)) } ?? .none
  }

  /// Lends the bytes of a code's text; none for code 0 and for a text that the store did not yield.
  private func withText<Result>(
    of code: Int, _ body: (TextColumn.Kind, Span<UInt8>) -> Result
  ) -> Result? {
    if code == 0 { return nil }
    if code >= arenaStart { return arena.withText(at: code &- arenaStart, body) }
    let run = starts.firstPlace { $0 > code } &- 1
    return runs[run].withText(at: code &- starts[run], body)
  }

  func write(_ code: Int, _ writer: inout CBORWriter) {
    if code == 0 { return ValueCoding.write(.none, to: &writer) }
    _ = withText(of: code) { kind, text in
      writer.raw(ValueCoding.head(kind, byteCount: text.count).span)
      writer.raw(text)
    }
  }

  func writeSized(_ code: Int, _ writer: inout ByteWriter) {
    if code == 0 { return writer.sized(Value.none) }
    _ = withText(of: code) { writer.sized($1, $0) }
  }

  /// Makes what was added a run that readers may hold. Runs that readers asked for one after the other
  /// are joined while the last is not the larger, so that there are few.
  mutating func emptyArena() {
    guard arena.count > 0 else { return }
    var joined = arena
    arena = TextArena()
    while let last = runs.last, last.isWhole, last.count <= joined.count,
      last.arena.hasRoom(for: joined.byteCount)
    {
      var longer = last.arena
      longer.append(joined)
      joined = longer
      runs.removeLast()
      arenaStart = starts.removeLast()
    }
    append(TextRun(joined))
  }

  private func holds(_ kind: TextColumn.Kind, _ bytes: Span<UInt8>, at code: Int) -> Bool {
    withText(of: code) { $0 == kind && TextHash.areEqual($1, bytes) } ?? false
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

  /// None for a text that could not be read from the store.
  private func hash(of code: Int) -> UInt32? {
    withText(of: code) { TextHash.hash($1, from: TextHash.start($0)) }
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
