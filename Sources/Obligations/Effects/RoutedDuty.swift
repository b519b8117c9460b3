import LedgerModel
import Projections
import QueryPlan

/// The rows of one duty while its holders stay the same, with all evidence that ever serves them;
/// judged at any position of that time.
final class RoutedDuty {
  let route: DutyRoute
  private let lookup: EvidenceLookup
  private var dispatch: EvidenceDispatch
  /// Patterns of the duty, and how many records of each were handed out.
  private let patterns: [Int]
  private var handedOut: [Int]
  private var deliveries: [Int32: [EvidenceDispatch.Delivery]] = [:]
  private var rowsOfRecord: [Int32: [Int32]] = [:]
  private var deliveryCount = 0

  init(_ duty: CompiledDuty, _ context: ReadingContext, _ lookup: EvidenceLookup) throws {
    self.lookup = lookup
    let finder = try HolderFinder(duty, context)
    let list = try HolderList(
      finder.holders(context.store.check), of: duty, &lookup.index.names,
      check: context.store.check)
    route = DutyRoute(duty, finder, list, &lookup.index.names, firstRow: 0)
    dispatch = EvidenceDispatch(lookup.index, [route], try context.links)
    patterns = Array(Set(duty.patterns.flatMap { $0 })).sorted()
    handedOut = Array(repeating: 0, count: patterns.count)
  }

  /// Numbers of its rows.
  var rowNumbers: Range<Int32> { 0..<Int32(route.rowCount) }

  /// Hands out what the index has come to hold.
  func catchUp() {
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

  func holder(of row: Int32) -> ExpectedHolder { route.holders[Int(row) / route.partCount] }

  func key(of row: Int32) -> ObligationKey {
    let (holder, part) = Int(row).quotientAndRemainder(dividingBy: route.partCount)
    return route.key(holder: holder, part: part)
  }

  /// True when the same holder owes the row and the same evidence serves it as another row's.
  func agrees(_ row: Int32, with other: RoutedDuty, _ otherRow: Int32) -> Bool {
    guard holder(of: row) == other.holder(of: otherRow) else { return false }
    let (own, others) = (deliveries[row] ?? [], other.deliveries[otherRow] ?? [])
    return own.count == others.count
      && zip(own, others).allSatisfy {
        $0.record == $1.record && $0.isInherited == $1.isInherited
      }
  }

  /// Rows under a reading whose position lies in the time for which it is routed; what all of them
  /// share is computed once.
  func judged(
    _ rows: [Int32], number: Int, _ rulings: [DutyException], _ reading: Reading
  ) -> [JudgedObligation] {
    guard !rows.isEmpty else { return [] }
    let known = rows.map { self.known($0, at: reading.position) }
    let marks = MarkTable(marks(rows, known), at: reading.position)
    let facts = DutyEvidence(
      route, number, rulings.filter { $0.position <= reading.position }, lookup.index, marks)
    let judge = DutyJudge(facts, reading)
    return zip(rows, known).map { row, known in
      let (holder, part) = Int(row).quotientAndRemainder(dividingBy: route.partCount)
      return JudgedObligation(
        judge, holder, part, Buckets(of: known), 0, lookup.index.records)
    }
  }

  private func known(_ row: Int32, at position: Position) -> [EvidenceDispatch.Delivery] {
    (deliveries[row] ?? []).filter {
      let record = lookup.index.records[Int($0.record)]
      return record.from <= position && position < record.until
    }
  }

  private func marks(
    _ rows: [Int32], _ known: [[EvidenceDispatch.Delivery]]
  ) -> [EvidenceMark] {
    var subjects: Set<Int32> = []
    for (row, known) in zip(rows, known) {
      for delivery in known { subjects.insert(lookup.index.records[Int(delivery.record)].subject) }
      subjects.insert(
        lookup.index.subjects.known(key(of: row).text(in: route.duty.rule.key)))
    }
    subjects.remove(Interner.none)
    return subjects.flatMap { lookup.marks(about: $0) }
  }
}
