/// Small codes for whole numbers: an open-addressing table.
struct NumberMap {
  static let unknown: Int32 = -1

  private var keys: [Int64]
  private var codes: [Int32]
  /// Size − 1 of the table, which is a power of two.
  private var mask: Int
  private(set) var count = 0

  init() {
    keys = Array(repeating: 0, count: 64)
    codes = Array(repeating: NumberMap.unknown, count: 64)
    mask = 63
  }

  /// The code of a number; `unknown` when it has none.
  func code(of number: Int64) -> Int32 {
    var slot = NumberMap.place(of: number, mask)
    while codes[slot] != NumberMap.unknown {
      if keys[slot] == number { return codes[slot] }
      slot = (slot + 1) & mask
    }
    return NumberMap.unknown
  }

  /// Gives a number that has none a code of 0 or more. Amortised O(1).
  mutating func insert(_ number: Int64, code: Int32) {
    if (count + 1) * 2 > keys.count { grow() }
    put(number, code)
    count += 1
  }

  private mutating func put(_ number: Int64, _ code: Int32) {
    var slot = NumberMap.place(of: number, mask)
    while codes[slot] != NumberMap.unknown { slot = (slot + 1) & mask }
    keys[slot] = number
    codes[slot] = code
  }

  private mutating func grow() {
    let (oldKeys, oldCodes) = (keys, codes)
    keys = Array(repeating: 0, count: oldKeys.count * 2)
    codes = Array(repeating: NumberMap.unknown, count: oldKeys.count * 2)
    mask = keys.count - 1
    for slot in oldCodes.indices where oldCodes[slot] != NumberMap.unknown {
      put(oldKeys[slot], oldCodes[slot])
    }
  }

  /// The finalizer of SplitMix64: every bit of the number moves every bit of the place.
  private static func place(of number: Int64, _ mask: Int) -> Int {
    var mixed = UInt64(bitPattern: number)
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: mixed ^ (mixed >> 31)) & mask
  }
}
