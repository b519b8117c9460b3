extension [Int32] {
  /// 0, 1, 2 … below `count`. O(count).
  package static func counting(to count: Int) -> [Int32] {
    var result = [Int32](repeating: 0, count: count)
    var target = result.mutableSpan
    for place in target.indices { target[place] = Int32(truncatingIfNeeded: place) }
    return result
  }

  /// The elements at those places. O(places).
  package func selecting(_ places: [Int32]) -> [Int32] {
    var result = [Int32](repeating: 0, count: places.count)
    var target = result.mutableSpan
    for place in places.indices { target[place] = self[Int(places[place])] }
    return result
  }

  /// The elements whose byte in `mask` is 1. O(elements), without a branch per element.
  package func kept(by mask: [UInt8]) -> [Int32] {
    precondition(mask.count == count, "a mask has one byte per row")
    var result = [Int32](repeating: 0, count: count)
    var kept = 0
    var target = result.mutableSpan
    for place in indices {
      target[kept] = self[place]
      kept &+= Int(mask[place] & 1)
    }
    result.removeLast(count - kept)
    return result
  }
}

extension Array where Element: BitwiseCopyable {
  /// Makes the array that long; what is new is `element`, the rest stays.
  @inlinable package mutating func resize(to length: Int, with element: Element) {
    if count > length { removeLast(count - length) }
    if count < length { append(contentsOf: repeatElement(element, count: length - count)) }
  }

  /// Sets every element.
  @inlinable package mutating func fill(with element: Element) {
    var target = mutableSpan
    for place in 0..<target.count { target[place] = element }
  }
}
