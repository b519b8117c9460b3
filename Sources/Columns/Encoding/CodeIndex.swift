/// Finds codes by the hash of their text: open addressing, four bytes a slot, at most three quarters of
/// them taken. A dictionary of millions is looked up at random, so every byte of a slot is felt.
///
/// A slot holds a code in as many low bits as number the slots, and the high bits of its hash in the
/// rest; 0 is a free slot, for code 0 is none. The low bits of a hash say where its search begins.
struct CodeIndex: Sendable {
  private var slots: [UInt32]
  /// The bits of a slot that are a code's.
  private let mask: UInt32

  /// - Parameter slotCount: a power of two.
  init(slotCount: Int = 64) {
    precondition(slotCount <= 1 << 32 && slotCount.nonzeroBitCount == 1, "a code has 32 bits")
    slots = [UInt32](repeating: 0, count: slotCount)
    mask = UInt32(slotCount - 1)
  }

  /// Room for at least half as many codes again before it is full.
  init(forCount count: Int) {
    var slotCount = 64
    while CodeIndex.isFull(count / 2 * 3, slotCount) { slotCount *= 2 }
    self.init(slotCount: slotCount)
  }

  /// Bytes that it holds.
  var byteCount: Int { slots.count * 4 }

  /// Takes all codes out and keeps the room.
  mutating func removeAll() {
    for slot in slots.indices { slots[slot] = 0 }
  }

  /// Whether that many codes call for a larger one.
  func isFull(_ count: Int) -> Bool { CodeIndex.isFull(count, slots.count) }

  private static func isFull(_ count: Int, _ slotCount: Int) -> Bool {
    count > slotCount / 4 * 3
  }

  /// The slot where the search for a hash begins.
  func start(_ hash: UInt32) -> Int { Int(hash & mask) }

  /// The slot behind another.
  func next(_ slot: Int) -> Int { (slot &+ 1) & Int(mask) }

  /// The code in a slot; none in a free one, where a search ends.
  func code(at slot: Int) -> Int? {
    let entry = slots[slot]
    return entry == 0 ? nil : Int(entry & mask)
  }

  /// False where the code in a slot has another hash.
  func mayBe(_ hash: UInt32, at slot: Int) -> Bool { (slots[slot] ^ hash) & ~mask == 0 }

  /// Puts a code into a free slot that a search for its hash ended at.
  mutating func put(_ hash: UInt32, _ code: UInt32, at slot: Int) {
    slots[slot] = hash & ~mask | code
  }

  /// Puts a code that is not there yet.
  mutating func insert(_ hash: UInt32, _ code: UInt32) {
    var slot = start(hash)
    while slots[slot] != 0 { slot = next(slot) }
    put(hash, code, at: slot)
  }
}
