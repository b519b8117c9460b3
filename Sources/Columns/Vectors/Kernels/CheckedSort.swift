extension Sequence {
  /// The elements in the order of `isBefore`; equal ones stay in theirs. `check` is called every
  /// 8,192 comparisons and may throw to end the sorting. O(n log n).
  @inlinable package func sorted(
    _ check: () throws -> Void, by isBefore: (Element, Element) -> Bool
  ) throws -> [Element] {
    var count = 0
    return try sorted { left, right in
      count &+= 1
      if count & 0x1FFF == 0 { try check() }
      return isBefore(left, right)
    }
  }
}
