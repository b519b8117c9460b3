extension String {
  /// True when the text comes before the other in the order of their UTF-8 bytes.
  func precedesInBytes(_ other: String) -> Bool {
    utf8Span.span.precedesInBytes(other.utf8Span.span)
  }
}

extension Span<UInt8> {
  /// True when it comes before the other in the order of bytes.
  func precedesInBytes(_ other: Span<UInt8>) -> Bool {
    let shorter = Swift.min(count, other.count)
    var index = 0
    while index < shorter {
      if self[index] != other[index] { return self[index] < other[index] }
      index &+= 1
    }
    return count < other.count
  }

  /// The first eight bytes as a number that is less when they come earlier; what is missing is 0.
  var firstBytes: UInt64 {
    var head: UInt64 = 0
    for index in 0..<8 { head = head << 8 | (index < count ? UInt64(self[index]) : 0) }
    return head
  }
}
