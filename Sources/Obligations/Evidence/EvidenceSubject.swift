import LedgerModel
import Projections

/// How an event and what is later said about it find each other: the same thing under two types.
enum EvidenceSubject {
  /// Events that mark others.
  static let markTypes = [
    "report.received", "report.returned", "essay.withdrawn", "quiz.attempt.voided",
    "media.item.removed", "material.withdrawn", "study.session.cancelled", "reminder.sent",
  ]

  /// What a piece of evidence can be taken back or sent back by; none when it cannot.
  static func subject(of event: RecordedEvent) -> String? {
    switch event.typeName {
    case "report.submitted": text(event, "report", "report")
    case "essay.submitted", "essay.resubmitted": text(event, "essay", "essay")
    case "quiz.attempt.submitted", "quiz.attempt.started": text(event, "attempt", "attempt")
    case "media.item.published": text(event, "post", "item")
    case "material.shared": text(event, "post", "post")
    case "material.published": text(event, "material", "material")
    case "study.session.held", "study.session.planned": text(event, "activity", "session")
    default: nil
    }
  }

  /// What the event does to which piece; none for an event that marks nothing.
  static func mark(_ event: RecordedEvent) -> (kind: EvidenceMark.Kind, subject: String)? {
    switch event.typeName {
    case "report.received": text(event, "report", "report").map { (.received, $0) }
    case "report.returned": text(event, "report", "report").map { (.returned, $0) }
    case "essay.withdrawn": text(event, "essay", "essay").map { (.takenBack, $0) }
    case "quiz.attempt.voided": text(event, "attempt", "attempt").map { (.takenBack, $0) }
    case "media.item.removed": text(event, "post", "item").map { (.takenBack, $0) }
    case "material.withdrawn": text(event, "material", "material").map { (.takenBack, $0) }
    case "study.session.cancelled": text(event, "activity", "session").map { (.takenBack, $0) }
    case "reminder.sent": event.event.obligation.map { (.reminder, $0) }
    default: nil
    }
  }

  private static func text(_ event: RecordedEvent, _ kind: String, _ field: String) -> String? {
    event.event.text(field).map { "\(kind):\($0)" }
  }
}
