/// Sorting of fingerprints, which are spread evenly: one pass puts each near its place, and neighbours
/// are then put in order. O(n) for such keys; nobody can prepare others, because they are keyed.
enum FingerprintOrder {
  /// The keys in ascending order, each with the offset it had; equal keys keep their order.
  static func sorted(_ keys: some RandomAccessCollection<UInt64>) -> (
    keys: [UInt64], offsets: [UInt32]
  ) {
    var sorted = [UInt64](repeating: 0, count: keys.count)
    var offsets = [UInt32](repeating: 0, count: keys.count)
    let bits = max(1, min(16, Int.bitWidth - keys.count.leadingZeroBitCount))
    let shift = UInt64(64 - bits)
    var starts = [UInt32](repeating: 0, count: (1 << bits) + 1)
    for key in keys { starts[Int(truncatingIfNeeded: key >> shift) + 1] &+= 1 }
    for bucket in 1..<starts.count { starts[bucket] &+= starts[bucket &- 1] }
    var offset: UInt32 = 0
    for key in keys {
      let bucket = Int(truncatingIfNeeded: key >> shift)
      let place = Int(truncatingIfNeeded: starts[bucket])
      starts[bucket] &+= 1
      sorted[place] = key
      offsets[place] = offset
      offset &+= 1
    }
    settle(&sorted, &offsets)
    return (sorted, offsets)
  }

  /// Insertion sort of what is nearly in order.
  private static func settle(_ keys: inout [UInt64], _ offsets: inout [UInt32]) {
    guard keys.count > 1 else { return }
    for index in 1..<keys.count where keys[index &- 1] > keys[index] {
      let (key, offset) = (keys[index], offsets[index])
      var place = index
      while place > 0, keys[place &- 1] > key {
        keys[place] = keys[place &- 1]
        offsets[place] = offsets[place &- 1]
        place &-= 1
      }
      keys[place] = key
      offsets[place] = offset
    }
  }
}
