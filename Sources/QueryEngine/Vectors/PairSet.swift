/// Which pairs of small codes came up: a bit per pair while these are few. Beyond, the first code that
/// each second code came with, for most come with one only, and a list of the other pairs that is put
/// in order now and then, because in a table of all pairs nearly every row would wait for memory.
struct PairSet {
  /// 256 kibibytes: what the nearest caches hold beside other things.
  private static let wordCountMax = 32_768
  /// Pairs that may wait before the list is put in order.
  private static let waitingCountMin = 65_536
  private static let nobody: Int32 = -1

  private var words: [UInt64] = []
  private var firstCapacity = 0
  /// Words per first code.
  private var stride = 0
  private var isListed = false
  /// By second code the first code of its first pair.
  private var holders: [Int32] = []
  private var heldCount = 0
  /// The other pairs; the first of them, `listedCount`, in order and each once.
  private var firsts: [Int32] = []
  private var seconds: [Int32] = []
  private var listedCount = 0
  /// By first code how many of the pairs in order are in the counts.
  private var settledCounts: [Int64] = []
  /// What second codes lie below.
  private var secondBound = 0

  /// Pairs that surely differ: without those of the list that wait until it is put in order.
  var count: Int { heldCount + listedCount }

  var byteCount: Int { words.count * 8 + (holders.count + firsts.count + seconds.count) * 4 }

  /// Adds the pairs; those with the second code `skipped` are left out. Codes lie below `bounds`.
  /// O(places).
  mutating func insert(
    _ firsts: [Int32], _ seconds: [Int32], skipping skipped: Int32,
    below bounds: (first: Int, second: Int)
  ) {
    makeRoom(bounds)
    if isListed { return hold(firsts, seconds, skipped) }
    heldCount += PairSet.mark(firsts, seconds, skipped, in: &words, stride: stride)
  }

  /// Sets the bits of the pairs and returns how many were not set before.
  private static func mark(
    _ firsts: [Int32], _ seconds: [Int32], _ skipped: Int32, in words: inout [UInt64], stride: Int
  ) -> Int {
    let (firsts, seconds) = (firsts.span, seconds.span)
    var target = words.mutableSpan
    var added: UInt64 = 0
    for place in firsts.indices {
      let second = Int(seconds[place])
      let slot = Int(firsts[place]) &* stride &+ second >> 6
      let shift = UInt64(truncatingIfNeeded: second & 63)
      let word = target[slot]
      // Without a branch: whether a pair is new nobody can guess.
      let isNew = (~word >> shift) & (seconds[place] == skipped ? 0 : 1)
      target[slot] = word | isNew << shift
      added &+= isNew
    }
    return Int(added)
  }

  private mutating func makeRoom(_ bounds: (first: Int, second: Int)) {
    secondBound = max(secondBound, bounds.second)
    if isListed { return holders.grow(to: secondBound, with: PairSet.nobody) }
    let needed = (bounds.second + 63) / 64
    guard bounds.first > firstCapacity || needed > stride else { return }
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

  /// Writes to `counts`, per first code, how many different second codes came with it. Calls `check`
  /// at least every few milliseconds. O(pairs + codes).
  mutating func settle(_ counts: inout [Int64], check: () throws -> Void) rethrows {
    guard isListed else {
      for first in 0..<min(counts.count, firstCapacity) {
        var ones = 0
        for word in 0..<stride { ones += words[first * stride + word].nonzeroBitCount }
        counts[first] = Int64(ones)
      }
      return
    }
    try putInOrder(counts.count, check)
    for first in counts.indices { counts[first] = settledCounts[first] }
    for holder in holders where holder != PairSet.nobody { counts[Int(holder)] += 1 }
  }
}

// MARK: - Lists

extension PairSet {
  /// Calls `body` with all pairs, some perhaps more than once, so many at a time that it takes no more
  /// than some milliseconds.
  func forEachPart(_ body: (_ firsts: [Int32], _ seconds: [Int32]) throws -> Void) rethrows {
    var (firsts, seconds): ([Int32], [Int32]) = ([], [])
    func add(_ first: Int32, _ second: Int32) throws {
      firsts.append(first)
      seconds.append(second)
      guard firsts.count == Pace.stepCount else { return }
      try body(firsts, seconds)
      firsts.removeAll(keepingCapacity: true)
      seconds.removeAll(keepingCapacity: true)
    }
    for slot in words.indices where words[slot] != 0 {
      var rest = words[slot]
      while rest != 0 {
        let second = slot % stride * 64 + rest.trailingZeroBitCount
        try add(Int32(slot / stride), Int32(second))
        rest &= rest - 1
      }
    }
    for (second, holder) in holders.enumerated() where holder != PairSet.nobody {
      try add(holder, Int32(second))
    }
    for place in self.firsts.indices { try add(self.firsts[place], self.seconds[place]) }
    if !firsts.isEmpty { try body(firsts, seconds) }
  }

  private mutating func startList() {
    var (firsts, seconds): ([Int32], [Int32]) = ([], [])
    forEachPart {
      firsts += $0
      seconds += $1
    }
    (isListed, words, heldCount) = (true, [], 0)
    holders.grow(to: secondBound, with: PairSet.nobody)
    hold(firsts, seconds, PairSet.nobody)
  }

  private mutating func hold(_ firsts: [Int32], _ seconds: [Int32], _ skipped: Int32) {
    heldCount += PairSet.hold(
      firsts, seconds, skipped, in: &holders, others: &self.firsts, &self.seconds)
  }

  /// Makes first codes the holders of second codes that have none, and returns how many; appends
  /// pairs whose second code has another holder.
  private static func hold(
    _ firsts: [Int32], _ seconds: [Int32], _ skipped: Int32, in holders: inout [Int32],
    others otherFirsts: inout [Int32], _ otherSeconds: inout [Int32]
  ) -> Int {
    let (firsts, seconds) = (firsts.span, seconds.span)
    var known = holders.mutableSpan
    var added = 0
    for place in firsts.indices {
      let (first, second) = (firsts[place], seconds[place])
      let holder = known[Int(second)]
      if holder == first || second == skipped { continue }
      if holder == PairSet.nobody {
        known[Int(second)] = first
        added += 1
      } else {
        otherFirsts.append(first)
        otherSeconds.append(second)
      }
    }
    return added
  }

  /// True when the list should be put in order before it grows further.
  var isCrowded: Bool {
    let waiting = firsts.count - listedCount
    return waiting > max(PairSet.waitingCountMin, count, secondBound / 4)
  }

  /// Puts the list in order, each pair once. First codes lie below `firstBound`.
  mutating func putInOrder(_ firstBound: Int, _ check: () throws -> Void) rethrows {
    settledCounts.grow(to: firstBound, with: 0)
    guard firsts.count > listedCount else { return }
    let (sorted, ends) = try sortedSeconds(firstBound, check)
    // By second code the last first code that had it: first codes come one behind the other.
    var last = [Int32](repeating: PairSet.nobody, count: secondBound)
    var kept = 0
    for first in 0..<firstBound {
      let known = kept
      for place in (first == 0 ? 0 : ends[first - 1])..<ends[first] {
        if place % Pace.stepCount == 0 { try check() }
        let second = sorted[place]
        guard last[Int(second)] != Int32(first) else { continue }
        last[Int(second)] = Int32(first)
        (firsts[kept], seconds[kept]) = (Int32(first), second)
        kept += 1
      }
      settledCounts[first] = Int64(kept - known)
    }
    firsts.removeLast(firsts.count - kept)
    seconds.removeLast(seconds.count - kept)
    listedCount = kept
  }

  /// The second codes by first code, and where those of each first code end.
  private func sortedSeconds(
    _ firstCount: Int, _ check: () throws -> Void
  ) rethrows -> (sorted: [Int32], ends: [Int]) {
    var next = [Int](repeating: 0, count: firstCount + 1)
    for first in firsts { next[Int(first) + 1] += 1 }
    for first in next.indices.dropFirst() { next[first] += next[first - 1] }
    var sorted = [Int32](repeating: 0, count: seconds.count)
    for place in firsts.indices {
      if place % Pace.stepCount == 0 { try check() }
      let first = Int(firsts[place])
      sorted[next[first]] = seconds[place]
      next[first] += 1
    }
    return (sorted, next)
  }
}
