import LedgerModel
import Projections

/// What is known of the rows of one duty at a position, whatever the clock: which evidence serves
/// them, what was said about it, and the rulings on them.
final class DutyEvidence {
  typealias Deliveries = ArraySlice<EvidenceDispatch.Delivery>

  let route: DutyRoute
  /// Of the duty in the table.
  let number: Int
  let rulings: [DutyException]
  let index: EvidenceIndex
  let marks: MarkTable
  private let declared: Position

  init(
    _ route: DutyRoute, _ number: Int, _ rulings: [DutyException], _ index: EvidenceIndex,
    _ marks: MarkTable
  ) {
    self.route = route
    self.number = number
    self.rulings = rulings
    self.index = index
    self.marks = marks
    declared = route.duty.rule.version.position
  }

  /// The rulings that cover a row.
  func rulings(on holder: Int, _ part: Int) -> [DutyException] {
    guard !rulings.isEmpty else { return [] }
    let key = route.key(holder: holder, part: part)
    return rulings.filter { $0.covers(key) }
  }

  /// The pieces that serve a row, in log order, with what happened to each.
  func filings(_ deliveries: Deliveries) -> [Filing] {
    deliveries.map { filing($0) }.sorted { $0.position < $1.position }
  }

  private func filing(_ delivery: EvidenceDispatch.Delivery) -> Filing {
    let record = index.records[Int(delivery.record)]
    var filing = Filing(
      position: record.origin, submitted: record.time, recorded: record.recorded,
      report: record.isReport ? record.subject : nil, isInherited: delivery.isInherited,
      attachments: Int(record.attachments))
    for mark in marks.receipts(of: record) {
      filing.receipt = min(filing.receipt ?? mark.at, mark.at)
    }
    for mark in marks.returns(of: record) { filing.returns.append(mark.at) }
    filing.takenBack = takenBack(record)
    filing.returns.sort()
    return filing
  }

  /// When the piece was taken back first.
  func takenBack(_ record: EvidenceRecord) -> Instant? {
    marks.withdrawals(of: record).map(\.at).min()
  }

  /// The id of a report by its code.
  func reportId(_ subject: Int32) -> String {
    (index.subjects[subject] ?? "").split(separator: ":", maxSplits: 1).last
      .map { String($0) } ?? ""
  }

  /// The newest event that the row rests on.
  func version(_ holder: Int, _ part: Int, _ deliveries: Deliveries) -> RowVersion {
    let base = route.duty.rule.version.merged(with: route.list.holders[holder].version)
    let ruled = rulings(on: holder, part).reduce(base) { $0.merged(with: $1.version) }
    return deliveries.reduce(ruled) { newest, delivery in
      let record = index.records[Int(delivery.record)]
      let marks =
        marks.receipts(of: record) + marks.returns(of: record) + marks.withdrawals(of: record)
      return marks.reduce(newest.merged(with: version(record.from, record.maker))) {
        $0.merged(with: version($1.from, $1.maker))
      }
    }
  }

  private func version(_ position: Position, _ maker: EvidenceMaker) -> RowVersion {
    RowVersion(
      position: position, recorded: maker.recorded, actor: index.names[maker.actor],
      isCorrected: maker.isCorrected)
  }

  /// The newest event by which the holder owes the duty.
  func owedSince(_ holder: Int) -> Position {
    max(declared, route.list.holders[holder].version.position)
  }

  /// The newest ruling on a row and the newest that was said about a piece that serves it.
  func lastWord(on holder: Int, _ part: Int, _ deliveries: Deliveries) -> Position {
    var newest = Position.empty
    for ruling in rulings(on: holder, part) { newest = max(newest, ruling.version.position) }
    guard marks.isUsed else { return newest }
    for delivery in deliveries {
      let record = index.records[Int(delivery.record)]
      for mark in marks.receipts(of: record) { newest = max(newest, mark.from) }
      for mark in marks.returns(of: record) { newest = max(newest, mark.from) }
      for mark in marks.withdrawals(of: record) { newest = max(newest, mark.from) }
    }
    return newest
  }

  /// Reminders of the row that have happened.
  func reminderCount(_ text: String, at clock: Instant) -> Int {
    guard marks.hasReminders else { return 0 }
    let code = index.subjects.known(text)
    return code < 0 ? 0 : marks.reminders(of: code).count { $0.at <= clock }
  }
}
