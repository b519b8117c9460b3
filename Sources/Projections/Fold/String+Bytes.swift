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
}
