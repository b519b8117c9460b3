/// Numbers for pairs of small numbers: an open-addressing table over packed keys.
///
/// Grouping and distinct counts ask one such table for every row; hashing two numbers by two
/// multiplications instead of the library's keyed hash makes that a few nanoseconds. Keys are codes
/// that this engine handed out itself, so nobody outside can choose them to collide.
struct PairMap {
  private static let empty: UInt64 = .max

  private var keys: [UInt64]
  private var numbers: [Int32]
  /// Size − 1 of the table, which is a power of two.
  private var mask: Int
  private(set) var count = 0

  var byteCount: Int { keys.count * 12 }

  init() {
    keys = Array(repeating: PairMap.empty, count: 16)
    numbers = Array(repeating: 0, count: 16)
    mask = 15
  }

  /// The pair's number; a new pair gets the next one from 0. Both parts must be below 2³¹.
  mutating func number(of first: Int, _ second: Int) -> Int {
    let key = PairMap.packed(first, second)
    var slot = slot(of: key)
    if keys[slot] == key { return Int(numbers[slot]) }
    if (count + 1) * 4 > keys.count * 3 {
      grow()
      slot = self.slot(of: key)
    }
    keys[slot] = key
    numbers[slot] = Int32(count)
    count += 1
    return count - 1
  }

  /// The number of a pair that has one.
  func known(_ first: Int, _ second: Int) -> Int? {
    let key = PairMap.packed(first, second)
    let slot = slot(of: key)
    return keys[slot] == key ? Int(numbers[slot]) : nil
  }

  /// The pairs by number.
  var pairs: (firsts: [Int32], seconds: [Int32]) {
    var firsts = [Int32](repeating: 0, count: count)
    var seconds = firsts
    for (slot, key) in keys.enumerated() where key != PairMap.empty {
      firsts[Int(numbers[slot])] = Int32(truncatingIfNeeded: key >> 32)
      seconds[Int(numbers[slot])] = Int32(truncatingIfNeeded: key)
    }
    return (firsts, seconds)
  }

  /// Where the key is, or the free place where it belongs.
  private func slot(of key: UInt64) -> Int {
    // The finalizer of SplitMix64: every bit of the key moves every bit of the place.
    var mixed = (key ^ (key >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    var slot = Int(truncatingIfNeeded: mixed ^ (mixed >> 31)) & mask
    while keys[slot] != key && keys[slot] != PairMap.empty { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldNumbers) = (keys, numbers)
    keys = Array(repeating: PairMap.empty, count: oldKeys.count * 2)
    numbers = Array(repeating: 0, count: oldKeys.count * 2)
    mask = keys.count - 1
    for (key, number) in zip(oldKeys, oldNumbers) where key != PairMap.empty {
      let slot = slot(of: key)
      keys[slot] = key
      numbers[slot] = number
    }
  }

  private static func packed(_ first: Int, _ second: Int) -> UInt64 {
    precondition(first >> 31 == 0 && second >> 31 == 0, "codes are small numbers")
    return UInt64(truncatingIfNeeded: first) << 32 | UInt64(truncatingIfNeeded: second)
  }
}
