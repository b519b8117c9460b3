package import LedgerModel

/// Distinct texts and the codes they got, in the order in which they first came; code 0 is none.
///
/// Texts are told apart by their bytes and by what they are (string, symbol, entity), never by
/// Swift's canonical equivalence. Append-only. Confined to one thread; the tables it hands out are
/// values and stay as they were. A stored dictionary is read when it is first needed.
package final class ValueDictionary {
  package let number: DictionaryNumber
  /// By code, `none` first.
  package private(set) var values: [Value] = [.none]
  private var hashes: [UInt32] = [0]
  /// Codes by hash, open addressing; 0 is a free slot.
  private var slots = [UInt32](repeating: 0, count: 64)
  private var stored: (() throws -> [Value])?

  /// `stored` brings the texts that a store holds, in the order of their codes, none left out.
  package init(_ number: DictionaryNumber, stored: (() throws -> [Value])? = nil) {
    self.number = number
    self.stored = stored
  }

  /// Reads what a store holds; does nothing the second time. To be called before a code is asked
  /// for or given out.
  package func load() throws {
    guard let stored else { return }
    values += try stored()
    self.stored = nil
  }

  /// False until `load` has read what a store holds.
  package var isLoaded: Bool { stored == nil }

  /// How many codes there are, none included.
  package var count: Int { values.count }

  /// The code of a text, given out when it is new. Amortised O(length).
  package func code(of kind: TextColumn.Kind, _ text: String) -> UInt32 {
    precondition(stored == nil, "a stored dictionary is read before it is used")
    index()
    let hash = ValueDictionary.hash(kind, text)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let code = Int(slots[slot])
      if hashes[code] == hash, isSame(values[code], kind, text) { return UInt32(code) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = UInt32(values.count)
    values.append(kind.value(text))
    hashes.append(hash)
    slots[slot] = code
    if values.count * 2 > slots.count { grow() }
    return code
  }

  private func isSame(_ value: Value, _ kind: TextColumn.Kind, _ text: String) -> Bool {
    guard let known = value.textual, known.kind == kind else { return false }
    return known.text.utf8.elementsEqual(text.utf8)
  }

  /// Hashes the texts that were read from a store; a reader that only looks codes up never pays it.
  private func index() {
    guard hashes.count < values.count else { return }
    for value in values[hashes.count...] {
      hashes.append(value.textual.map { ValueDictionary.hash($0.kind, $0.text) } ?? 0)
    }
    grow()
  }

  private func grow() {
    var size = slots.count
    while values.count * 2 > size { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    for code in 1..<values.count {
      var slot = Int(hashes[code]) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(code)
    }
  }

  /// FNV-1a with a final mix.
  private static func hash(_ kind: TextColumn.Kind, _ text: String) -> UInt32 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(kind.rawValue)
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
