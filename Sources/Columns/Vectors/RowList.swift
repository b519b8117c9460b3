/// Which rows of a column, in order: neighbours, which take no memory and are read straight on, or a
/// list of numbers.
@usableFromInline package struct RowList: Sendable, RandomAccessCollection {
  @usableFromInline package enum Form: Sendable {
    case run(Range<Int>)
    case list([Int32])
  }

  /// What a loop over the rows switches on once.
  @usableFromInline package let form: Form

  package init(_ numbers: [Int32]) { form = .list(numbers) }

  /// The rows from the lower bound up.
  package init(run: Range<Int>) { form = .run(run) }

  /// All rows of a column of that many.
  package static func all(_ count: Int) -> RowList { RowList(run: 0..<count) }

  @inlinable package var startIndex: Int { 0 }

  @inlinable package var endIndex: Int {
    switch form {
    case .run(let run): run.count
    case .list(let numbers): numbers.count
    }
  }

  /// The row at a place. O(1).
  @inlinable package subscript(place: Int) -> Int32 {
    switch form {
    case .run(let run):
      precondition(place < run.count, "a place lies in the list")
      return Int32(truncatingIfNeeded: run.lowerBound &+ place)
    case .list(let numbers): return numbers[place]
    }
  }

  /// The numbers one by one. O(rows).
  package var numbers: [Int32] {
    switch form {
    case .list(let numbers): return numbers
    case .run(let run):
      var numbers = [Int32](repeating: 0, count: run.count)
      var target = numbers.mutableSpan
      for place in target.indices {
        target[place] = Int32(truncatingIfNeeded: run.lowerBound &+ place)
      }
      return numbers
    }
  }

  /// True for the first `count` rows in their order. O(rows), O(1) for a run.
  package func isAll(of count: Int) -> Bool {
    switch form {
    case .run(let run): return run == 0..<count
    case .list(let numbers):
      guard numbers.count == count else { return false }
      for (place, row) in numbers.enumerated() where place != Int(row) { return false }
      return true
    }
  }
}

extension RowList {
  /// The rows at those places, in their order. O(places).
  package func selecting(_ places: [Int32]) -> RowList {
    switch form {
    case .list(let numbers): return RowList(numbers.selecting(places))
    case .run(let run):
      if run.lowerBound == 0, (places.last ?? -1) < run.count { return RowList(places) }
      return RowList(numbers.selecting(places))
    }
  }

  /// The rows at a range of places.
  package func part(_ places: Range<Int>) -> RowList {
    switch form {
    case .run(let run):
      precondition(places.upperBound <= run.count, "places lie in the list")
      let start = run.lowerBound
      return RowList(run: start + places.lowerBound..<start + places.upperBound)
    case .list(let numbers): return RowList(Array(numbers[places]))
    }
  }

  /// The rows whose byte in `mask` is 1; the same list where that is so for all of them. O(rows),
  /// without a branch per row.
  package func kept(by mask: [UInt8]) -> RowList {
    precondition(mask.count == count, "a mask has one byte per row")
    let keptCount = mask.onesCount(in: 0..<mask.count)
    if keptCount == count { return self }
    if keptCount == 0 { return RowList([]) }
    // One more than there are: a row is written before it is seen not to count.
    var result = [Int32](repeating: 0, count: keptCount + 1)
    var target = result.mutableSpan
    let source = mask.span
    var kept = 0
    switch form {
    case .run(let run):
      for place in source.indices {
        target[kept] = Int32(truncatingIfNeeded: run.lowerBound &+ place)
        kept &+= Int(source[place] & 1)
      }
    case .list(let numbers):
      let rows = numbers.span
      for place in source.indices {
        target[kept] = rows[place]
        kept &+= Int(source[place] & 1)
      }
    }
    result.removeLast()
    return RowList(result)
  }
}

extension [UInt8] {
  /// How many bytes of a part that holds only 0 and 1 are 1. O(bytes of the part), many at a time.
  package func onesCount(in part: Range<Int>) -> Int {
    // So many ones still fit a byte, so that the loop inside adds bytes and not wider numbers.
    let stretch = 255
    let source = span.extracting(part)
    var count = 0
    var start = 0
    while start < source.count {
      let bytes = source.extracting(start..<Swift.min(start + stretch, source.count))
      var ones: UInt8 = 0
      for place in bytes.indices { ones &+= bytes[place] }
      count += Int(ones)
      start += stretch
    }
    return count
  }
}
