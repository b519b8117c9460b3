import Catalog
import LedgerModel

/// An event on its way into the log, as the rules see it.
struct RuleSubject {
  let prepared: PreparedEvent
  /// The position that it would get.
  let position: UInt64
  let recorded: Instant
  let isLive: Bool
  /// The event that a correction or void names, with earlier corrections applied.
  let target: RecordedEvent?

  var event: Event { prepared.event }
  var mentions: [EntityMention] { prepared.mentions }
}

/// One rule: what it refuses, given the ledger as it stands.
typealias RuleCheck = @Sendable (RuleSubject, inout LedgerIndex) throws -> Rejection?

/// Every rule that needs the ledger, in the order in which it is asked. The first refusal decides.
enum LedgerRules {
  static let all: [RuleCheck] = [
    timeNotAhead, namesEvent, entitiesKnown, declaredOnce, unitOpenAtTime, versionFollows,
    versionExists, laterDue, patchFitsTarget, targetNotReferredTo,
  ]

  /// Those that may refuse an event of a type which declares no rule of its own.
  private static let common: [RuleCheck] = [timeNotAhead, entitiesKnown, declaredOnce]

  static func check(_ subject: RuleSubject, _ index: inout LedgerIndex) throws -> Rejection? {
    for rule in subject.prepared.event.type.rules.isEmpty ? common : all {
      if let rejection = try rule(subject, &index) { return rejection }
    }
    return nil
  }

  /// A live event cannot have happened later than it is recorded, by more than clocks differ.
  static func timeNotAhead(_ subject: RuleSubject, _ index: inout LedgerIndex) -> Rejection? {
    let latest = subject.recorded.microseconds &+ AppendLimits.clockSkewMax.microseconds
    guard subject.isLive, subject.event.time.microseconds > latest else { return nil }
    return Rejection(
      .timeAhead, "time", "lies after the moment of recording",
      remedy: "check date and zone; plans of the future are dates in data, not `time`")
  }
}
