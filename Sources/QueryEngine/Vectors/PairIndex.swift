/// Numbers for pairs of small codes, from 0 in the order of their first appearance: a table indexed
/// by both while their ranges are small, a hash table beyond.
struct PairIndex {
  private static let unknown: Int32 = -1
  /// Two mebi entries, eight mebibytes: beyond the second-level cache hashing is no slower.
  private static let entryCountMax = 2_097_152

  private var table: [Int32] = []
  private var firstCapacity = 0
  private var stride = 0
  /// Takes over when the table would be too large.
  private var map: PairMap?
  private(set) var count = 0

  var byteCount: Int { table.count * 4 + (map?.byteCount ?? 0) }

  /// The number of a pair that has one.
  func known(_ first: Int, _ second: Int) -> Int? {
    if let map { return map.known(first, second) }
    guard first < firstCapacity, second < stride else { return nil }
    let number = table[first * stride + second]
    return number == PairIndex.unknown ? nil : Int(number)
  }

  /// Replaces every first code by the number of its pair; places where a pair came up for the first
  /// time go to `fresh`. Codes lie below `bounds`. O(places).
  mutating func number(
    _ firsts: inout [Int32], _ seconds: [Int32], below bounds: (first: Int, second: Int),
    fresh: inout [Int]
  ) {
    makeRoom(bounds)
    if map != nil { return hash(&firsts, seconds, &fresh) }
    count = PairIndex.number(
      &firsts, seconds, in: &table, stride: stride, from: count, fresh: &fresh)
  }

  private static func number(
    _ firsts: inout [Int32], _ seconds: [Int32], in table: inout [Int32], stride: Int,
    from known: Int, fresh: inout [Int]
  ) -> Int {
    var count = known
    var target = firsts.mutableSpan
    var table = table.mutableSpan
    let seconds = seconds.span
    for place in target.indices {
      let slot = Int(target[place]) &* stride &+ Int(seconds[place])
      if table[slot] == PairIndex.unknown {
        table[slot] = Int32(truncatingIfNeeded: count)
        count += 1
        fresh.append(place)
      }
      target[place] = table[slot]
    }
    return count
  }

  private mutating func hash(
    _ firsts: inout [Int32], _ seconds: [Int32], _ fresh: inout [Int]
  ) {
    guard var map else { return }
    self.map = nil
    for place in firsts.indices {
      let known = map.count
      let number = map.number(of: Int(firsts[place]), Int(seconds[place]))
      if number == known { fresh.append(place) }
      firsts[place] = Int32(number)
    }
    count = map.count
    self.map = map
  }

  private mutating func makeRoom(_ bounds: (first: Int, second: Int)) {
    guard map == nil, bounds.first > firstCapacity || bounds.second > stride else { return }
    let newStride = bounds.second > stride ? max(bounds.second, stride * 2, 8) : max(1, stride)
    let newFirst =
      bounds.first > firstCapacity ? max(bounds.first, firstCapacity * 2, 8) : firstCapacity
    guard newFirst <= PairIndex.entryCountMax / newStride else { return startHashing() }
    var wider = [Int32](repeating: PairIndex.unknown, count: newFirst * newStride)
    for first in 0..<firstCapacity {
      for second in 0..<stride {
        wider[first * newStride + second] = table[first * stride + second]
      }
    }
    (table, firstCapacity, stride) = (wider, newFirst, newStride)
  }

  private mutating func startHashing() {
    var slots = [Int](repeating: 0, count: count)
    for slot in table.indices where table[slot] != PairIndex.unknown {
      slots[Int(table[slot])] = slot
    }
    var map = PairMap()
    for slot in slots { _ = map.number(of: slot / stride, slot % stride) }
    table = []
    self.map = map
  }
}
