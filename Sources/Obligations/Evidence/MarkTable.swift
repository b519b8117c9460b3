import LedgerModel

/// The marks known at one position, by what they are about.
struct MarkTable {
  private var receipts: [Key: [EvidenceMark]] = [:]
  private var returns: [Key: [EvidenceMark]] = [:]
  private var takenBack: [Int32: [EvidenceMark]] = [:]
  private var reminders: [Int32: [EvidenceMark]] = [:]

  private struct Key: Hashable {
    let subject: Int32
    let version: Int32
  }

  init(_ index: EvidenceIndex, at position: Position) {
    self.init(index.marks, at: position)
  }

  /// Those of `marks` that are known at the position.
  init(_ marks: some Sequence<EvidenceMark>, at position: Position) {
    for mark in marks where mark.from <= position && position < mark.until {
      let key = Key(subject: mark.subject, version: mark.version)
      switch mark.kind {
      case .received: receipts[key, default: []].append(mark)
      case .returned: returns[key, default: []].append(mark)
      case .takenBack: takenBack[mark.subject, default: []].append(mark)
      case .reminder: reminders[mark.subject, default: []].append(mark)
      }
    }
  }

  /// False when nothing was said about any piece.
  var isUsed: Bool { !(receipts.isEmpty && returns.isEmpty && takenBack.isEmpty) }
  var hasWithdrawals: Bool { !takenBack.isEmpty }
  var hasReminders: Bool { !reminders.isEmpty }

  /// Receipts of that version of a report.
  func receipts(of record: EvidenceRecord) -> [EvidenceMark] {
    guard record.isReport, !receipts.isEmpty else { return [] }
    return receipts[Key(subject: record.subject, version: record.version)] ?? []
  }

  /// Times at which that version was sent back.
  func returns(of record: EvidenceRecord) -> [EvidenceMark] {
    guard record.isReport, !returns.isEmpty else { return [] }
    return returns[Key(subject: record.subject, version: record.version)] ?? []
  }

  /// Withdrawals behind the record in the log; what was cancelled before it was held, is held.
  func withdrawals(of record: EvidenceRecord) -> [EvidenceMark] {
    guard !record.isReport, record.subject >= 0, !takenBack.isEmpty,
      let marks = takenBack[record.subject]
    else {
      return []
    }
    return marks.filter { $0.origin > record.origin }
  }

  /// Reminders of an obligation by its key.
  func reminders(of obligation: Int32) -> [EvidenceMark] { reminders[obligation] ?? [] }
}
