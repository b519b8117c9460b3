import EventLog
import LedgerModel

/// Rows on their way into one commit. Their events are with the sink.
struct RowBatch {
  /// Where the first row begins and the last one ends.
  let offset: UInt64
  var end: UInt64 = 0
  /// SHA-256 of the file up to the end.
  var digest: [UInt8] = []
  /// Each row with what is wrong with it; nothing for one that can be appended.
  private(set) var rows: [(raw: RawRow, problems: [FieldProblem])] = []
  /// Rows that can be appended.
  private(set) var draftCount = 0
  /// None when there is no row.
  var ready: ReadyBatch?
  /// Damage of the file behind the last row.
  var failure: ImportError?

  init(offset: UInt64) { self.offset = offset }

  /// Takes in rows that were read; the drafts of those that can be appended.
  mutating func take(_ read: [ImportRow]) -> [Draft] {
    rows.reserveCapacity(read.count)
    var drafts: [Draft] = []
    drafts.reserveCapacity(read.count)
    for row in read {
      if let event = row.reading.acceptedEvent {
        drafts.append(Draft(event, isValidated: true))
        rows.append((row.raw, []))
      } else {
        let problems = row.reading.problems
        rows.append((row.raw, problems.isEmpty ? [.ownRecordedTime] : problems))
      }
    }
    draftCount = drafts.count
    return drafts
  }

  /// Rows that could not be read or were not taken, in the order of the file.
  func refusals(_ outcomes: [AppendOutcome]) -> [(row: RawRow, rejected: RejectedRow)] {
    var outcomes = outcomes[...]
    return rows.compactMap { raw, problems in
      guard problems.isEmpty else { return (raw, RejectedRow(raw.line, problems)) }
      guard let rejection = outcomes.popFirst()?.rejection else { return nil }
      return (raw, RejectedRow(raw.line, rejection))
    }
  }
}

extension EventReading {
  /// The event if it can be appended: what sets its own `recordedtime` cannot, unless it only says
  /// when another ledger had recorded it.
  fileprivate var acceptedEvent: Event? { recorded == nil || isReplayed ? event : nil }
}
