import LedgerModel
import Projections
import QueryPlan

/// The rows of one duty while the structure stays the same, with all evidence that ever serves
/// them; judged one by one at any position of that stretch.
final class RoutedDuty {
  let route: DutyRoute
  private let exceptions: [DutyException]
  private var dispatch: EvidenceDispatch
  /// Patterns of the duty, and how many records of each were handed out.
  private let patterns: [Int]
  private var handedOut: [Int]
  private var deliveries: [Int32: [EvidenceDispatch.Delivery]] = [:]
  private var rowsOfRecord: [Int32: [Int32]] = [:]
  private var deliveryCount = 0

  init(
    _ duty: CompiledDuty, _ exceptions: [DutyException], _ terms: OfficeTerms,
    _ context: ReadingContext, _ index: EvidenceIndex
  ) throws {
    let finder = try HolderFinder(duty, context, terms)
    route = DutyRoute(duty, finder, &index.names, firstRow: 0)
    self.exceptions = exceptions
    dispatch = EvidenceDispatch(index, [route], try context.links)
    patterns = Array(Set(duty.patterns.flatMap { $0 })).sorted()
    handedOut = Array(repeating: 0, count: patterns.count)
  }

  /// Hands out what the index has come to hold.
  func catchUp(_ lookup: EvidenceLookup) {
    var fresh: Set<Int> = []
    for (place, pattern) in patterns.enumerated() {
      let records = lookup.recordsOfPattern[pattern]
      fresh.formUnion(records[handedOut[place]...])
      handedOut[place] = records.count
    }
    for number in fresh.sorted() { dispatch.take(number) }
    for delivery in dispatch.deliveries[deliveryCount...] {
      deliveries[delivery.row, default: []].append(delivery)
      rowsOfRecord[delivery.record, default: []].append(delivery.row)
    }
    deliveryCount = dispatch.deliveries.count
  }

  /// The rows that a record serves.
  func rows(of record: Int) -> [Int32] { rowsOfRecord[Int32(record)] ?? [] }

  /// The row under a reading whose position lies in the stretch.
  func row(_ row: Int32, _ lookup: EvidenceLookup, _ reading: Reading) -> JudgedObligation {
    let index = lookup.index
    let position = reading.position
    let known = (deliveries[row] ?? []).filter {
      let record = index.records[Int($0.record)]
      return record.from <= position && position < record.until
    }
    let holder = route.holders[Int(row) / route.partCount]
    let part = Int(row) % route.partCount
    let text = DutyRoute.key(holder, route.duty.rule.parts[part].name)
      .text(in: route.duty.rule.key)
    let subjects = Set(known.map { index.records[Int($0.record)].subject })
      .union([index.names.known(text)]).subtracting([Interner.none])
    let marks = MarkTable(subjects.flatMap { lookup.marks(about: $0) }, at: position)
    let judge = DutyJudge(
      route, 0, exceptions.filter { $0.position <= position }, index, marks, reading)
    return judge.row(holder, part, known[...])
  }
}
