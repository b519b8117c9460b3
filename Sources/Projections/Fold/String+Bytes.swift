extension String {
  /// True when the text comes before the other in the order of their UTF-8 bytes.
  func precedesInBytes(_ other: String) -> Bool {
    let (left, right) = (utf8Span.span, other.utf8Span.span)
    let count = min(left.count, right.count)
    var index = 0
    while index < count {
      if left[index] != right[index] { return left[index] < right[index] }
      index &+= 1
    }
    return left.count < right.count
  }

  /// The first eight bytes as a number that is less when they come earlier; what is missing is 0.
  fileprivate var firstBytes: UInt64 {
    let bytes = utf8Span.span
    var head: UInt64 = 0
    for index in 0..<8 { head = head << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
    return head
  }
}

extension [String] {
  /// The numbers of the texts in the order of their UTF-8 bytes. O(n log n) comparisons, most of
  /// them of numbers.
  var orderInBytes: [Int] {
    let heads = map(\.firstBytes)
    return indices.sorted { left, right in
      if heads[left] != heads[right] { return heads[left] < heads[right] }
      return self[left].precedesInBytes(self[right])
    }
  }
}
