/// Which pairs of small codes came up: a bit per pair while that is small, a hash table beyond.
struct PairSet {
  /// Four mebi words, 32 mebibytes.
  private static let wordCountMax = 4_194_304

  private var words: [UInt64] = []
  private var firstCapacity = 0
  /// Words per first code.
  private var stride = 0
  private var map: PairMap?
  private(set) var count = 0

  var byteCount: Int { words.count * 8 + (map?.byteCount ?? 0) }

  /// Adds the pairs and counts in `counts`, per first code, those that are new. Pairs with the
  /// second code `skipped` are left out. Codes lie below `bounds`. O(places).
  mutating func insert(
    _ firsts: [Int32], _ seconds: [Int32], skipping skipped: Int32,
    below bounds: (first: Int, second: Int), counts: inout [Int64]
  ) {
    makeRoom(bounds)
    if map != nil { return hash(firsts, seconds, skipped, &counts) }
    var added = 0
    for place in firsts.indices {
      let (first, second) = (Int(firsts[place]), Int(seconds[place]))
      let slot = first &* stride &+ second >> 6
      let bit = UInt64(1) << UInt64(truncatingIfNeeded: second & 63)
      let isNew = words[slot] & bit == 0 && seconds[place] != skipped
      if isNew {
        words[slot] |= bit
        counts[first] += 1
        added += 1
      }
    }
    count += added
  }

  private mutating func hash(
    _ firsts: [Int32], _ seconds: [Int32], _ skipped: Int32, _ counts: inout [Int64]
  ) {
    guard var map else { return }
    self.map = nil
    for place in firsts.indices where seconds[place] != skipped {
      let known = map.count
      if map.number(of: Int(firsts[place]), Int(seconds[place])) == known {
        counts[Int(firsts[place])] += 1
      }
    }
    count = map.count
    self.map = map
  }

  private mutating func makeRoom(_ bounds: (first: Int, second: Int)) {
    let needed = (bounds.second + 63) / 64
    guard map == nil, bounds.first > firstCapacity || needed > stride else { return }
    let newStride = needed > stride ? max(needed, stride * 2, 4) : max(1, stride)
    let newFirst =
      bounds.first > firstCapacity ? max(bounds.first, firstCapacity * 2, 4) : firstCapacity
    guard newFirst <= PairSet.wordCountMax / newStride else { return startHashing() }
    var wider = [UInt64](repeating: 0, count: newFirst * newStride)
    for first in 0..<firstCapacity {
      for word in 0..<stride { wider[first * newStride + word] = words[first * stride + word] }
    }
    (words, firstCapacity, stride) = (wider, newFirst, newStride)
  }

  private mutating func startHashing() {
    var map = PairMap()
    for slot in words.indices where words[slot] != 0 {
      var rest = words[slot]
      while rest != 0 {
        let second = slot % stride * 64 + rest.trailingZeroBitCount
        _ = map.number(of: slot / stride, second)
        rest &= rest - 1
      }
    }
    words = []
    self.map = map
  }
}
