extension [Int64] {
  /// The element that would be at that place were the array sorted. Moves elements. Calls `check` at
  /// least every few milliseconds. O(n) on average; where pivots turn out badly, O(n · log n).
  mutating func select(_ place: Int, check: () throws -> Void) rethrows -> Int64 {
    var (low, high) = (0, count - 1)
    var rounds = 0
    while high - low > 16 {
      rounds += 1
      if rounds > 64 {
        self[low...high].sort()
        return self[place]
      }
      try check()
      let (left, right) = partition(low, high)
      if place <= left {
        high = left
      } else if place >= right {
        low = right
      } else {
        return self[place]
      }
    }
    self[low...high].sort()
    return self[place]
  }

  /// Moves lesser elements of the range to its left and greater ones to its right. All up to `left`
  /// are at most the pivot, all from `right` on at least, and those in between equal it.
  private mutating func partition(_ low: Int, _ high: Int) -> (left: Int, right: Int) {
    let pivot = median(self[low], self[low + (high - low) / 2], self[high])
    var elements = mutableSpan
    var (left, right) = (low, high)
    while left <= right {
      while elements[left] < pivot { left += 1 }
      while elements[right] > pivot { right -= 1 }
      if left <= right {
        elements.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    return (right, left)
  }

  private func median(_ one: Int64, _ two: Int64, _ three: Int64) -> Int64 {
    Swift.max(Swift.min(one, two), Swift.min(Swift.max(one, two), three))
  }
}
