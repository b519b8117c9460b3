/// Which pairs of small codes came up: a bit per pair while these are few; beyond, a list that is put
/// in order now and then, because in a table of all pairs nearly every row would wait for memory.
struct PairSet {
  /// 256 kibibytes: what the nearest caches hold beside other things.
  private static let wordCountMax = 32_768
  /// Pairs that may wait before the list is put in order.
  private static let waitingCountMin = 65_536

  private var words: [UInt64] = []
  private var firstCapacity = 0
  /// Words per first code.
  private var stride = 0
  private var isListed = false
  private var firsts: [Int32] = []
  private var seconds: [Int32] = []
  /// What second codes lie below.
  private var secondBound = 0
  /// Pairs that surely differ: without those of a list that wait until it is put in order.
  private(set) var count = 0

  var byteCount: Int { words.count * 8 + firsts.count * 8 }

  /// Adds the pairs and counts in `counts`, per first code, the different ones; those of a list are
  /// counted when it is settled. Pairs with the second code `skipped` are left out. Codes lie below
  /// `bounds`. O(places).
  mutating func insert(
    _ firsts: [Int32], _ seconds: [Int32], skipping skipped: Int32,
    below bounds: (first: Int, second: Int), counts: inout [Int64]
  ) {
    makeRoom(bounds)
    if isListed { return list(firsts, seconds, skipped, &counts) }
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

  private mutating func makeRoom(_ bounds: (first: Int, second: Int)) {
    secondBound = max(secondBound, bounds.second)
    let needed = (bounds.second + 63) / 64
    guard !isListed, bounds.first > firstCapacity || needed > stride else { return }
    let newStride = needed > stride ? max(needed, stride * 2, 4) : max(1, stride)
    let newFirst =
      bounds.first > firstCapacity ? max(bounds.first, firstCapacity * 2, 4) : firstCapacity
    guard newFirst <= PairSet.wordCountMax / newStride else { return startList() }
    var wider = [UInt64](repeating: 0, count: newFirst * newStride)
    for first in 0..<firstCapacity {
      for word in 0..<stride { wider[first * newStride + word] = words[first * stride + word] }
    }
    (words, firstCapacity, stride) = (wider, newFirst, newStride)
  }
}

// MARK: - Lists

extension PairSet {
  /// Calls `body` with all pairs, some perhaps more than once.
  func forEachPart(_ body: (_ firsts: [Int32], _ seconds: [Int32]) -> Void) {
    if isListed { return body(firsts, seconds) }
    var (firsts, seconds): ([Int32], [Int32]) = ([], [])
    for slot in words.indices where words[slot] != 0 {
      var rest = words[slot]
      while rest != 0 {
        firsts.append(Int32(slot / stride))
        seconds.append(Int32(slot % stride * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    body(firsts, seconds)
  }

  private mutating func startList() {
    forEachPart { (firsts, seconds) = ($0, $1) }
    isListed = true
    words = []
  }

  private mutating func list(
    _ firsts: [Int32], _ seconds: [Int32], _ skipped: Int32, _ counts: inout [Int64]
  ) {
    if seconds.contains(skipped) {
      for place in seconds.indices where seconds[place] != skipped {
        self.firsts.append(firsts[place])
        self.seconds.append(seconds[place])
      }
    } else {
      self.firsts += firsts
      self.seconds += seconds
    }
    let waiting = self.firsts.count - count
    if waiting > max(PairSet.waitingCountMin, count, secondBound / 4) { settle(&counts) }
  }

  /// Counts the pairs of a list, each once. O(pairs + codes).
  mutating func settle(_ counts: inout [Int64]) {
    guard firsts.count > count else { return }
    let (sorted, ends) = sortedSeconds(counts.count)
    // By second code the last first code that had it: first codes come one behind the other.
    var holders = [Int32](repeating: -1, count: secondBound)
    var kept = 0
    for first in counts.indices {
      let known = kept
      for place in (first == 0 ? 0 : ends[first - 1])..<ends[first] {
        let second = sorted[place]
        guard holders[Int(second)] != Int32(first) else { continue }
        holders[Int(second)] = Int32(first)
        (firsts[kept], seconds[kept]) = (Int32(first), second)
        kept += 1
      }
      counts[first] = Int64(kept - known)
    }
    firsts.removeLast(firsts.count - kept)
    seconds.removeLast(seconds.count - kept)
    count = kept
  }

  /// The second codes by first code, and where those of each first code end.
  private func sortedSeconds(_ firstCount: Int) -> (sorted: [Int32], ends: [Int]) {
    var next = [Int](repeating: 0, count: firstCount + 1)
    for first in firsts { next[Int(first) + 1] += 1 }
    for first in next.indices.dropFirst() { next[first] += next[first - 1] }
    var sorted = [Int32](repeating: 0, count: seconds.count)
    for place in firsts.indices {
      let first = Int(firsts[place])
      sorted[next[first]] = seconds[place]
      next[first] += 1
    }
    return (sorted, next)
  }
}
