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
}

extension Array {
  /// The elements of the rows named, in that order. O(rows).
  @inlinable package func gathered(_ rows: RowList) -> [Element] {
    switch rows.form {
    case .run(let run): run == 0..<count ? self : Array(self[run])
    case .list(let numbers): numbers.map { self[Int($0)] }
    }
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

extension Array where Element: BitwiseCopyable {
  /// Appends the elements of the rows named. O(rows).
  @inlinable package mutating func append(_ source: [Element], _ rows: RowList) {
    switch rows.form {
    case .run(let run): append(contentsOf: source[run])
    case .list(let numbers):
      let source = source.span
      reserveCapacity(count + numbers.count)
      for row in numbers { append(source[Int(row)]) }
    }
  }
}
