/// Deliveries by row.
final class Buckets {
  typealias Delivery = EvidenceDispatch.Delivery

  let rowCount: Int
  private let starts: [Int32]
  private let sorted: [Delivery]

  /// A counting sort, so that tens of thousands of rows cost no array each.
  init(_ deliveries: [Delivery], rowCount: Int) {
    self.rowCount = rowCount
    var starts = [Int32](repeating: 0, count: rowCount + 1)
    for delivery in deliveries { starts[Int(delivery.row) + 1] += 1 }
    for row in 0..<rowCount { starts[row + 1] += starts[row] }
    var next = starts
    var order = [Int32](repeating: 0, count: deliveries.count)
    for (number, delivery) in deliveries.enumerated() {
      order[Int(next[Int(delivery.row)])] = Int32(number)
      next[Int(delivery.row)] += 1
    }
    self.starts = starts
    sorted = order.map { deliveries[Int($0)] }
  }

  /// Those of one row, which is number 0 here.
  init(of only: [Delivery]) {
    rowCount = 1
    starts = [0, Int32(only.count)]
    sorted = only
  }

  func deliveries(of row: Int) -> ArraySlice<Delivery> { sorted[places(of: row)] }

  /// Where the deliveries of a row are, for `subscript`.
  func places(of row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

  subscript(place: Int) -> Delivery { sorted[place] }
}
