import Catalog
import LedgerModel

extension Stage {
  /// Puts right, or strikes out, a few of the entries that it is asked about, days after they were
  /// recorded: five of a thousand are corrected with `patch`, two are voided.
  ///
  /// - Parameters:
  ///   - clerk: the unit whose clerk found the mistake.
  ///   - mayVoid: false for entries that are only ever corrected.
  func amend(
    _ target: String, of type: EventType, from source: String = Stage.office, subject: Int,
    recorded: Instant, clerk unit: Int, mayVoid: Bool = true,
    patch: @autoclosure () -> [NamedValue]
  ) {
    let throwOfDice = dice.number(0...999, .entry, subject, type.row + 100)
    guard throwOfDice < 7 else { return }
    let moment = recorded.later(by: Stage.hours(dice.number(20...210, .entry, subject, type.row)))
    if throwOfDice < 5 {
      correct(target, from: source, at: moment, clerk: unit, reason: "nhập sai số", patch())
    } else if mayVoid {
      void(target, from: source, at: moment, clerk: unit, reason: "nhập trùng, không có thật")
    }
  }

  /// An entry is put right.
  func correct(
    _ target: String, from source: String = Stage.office, at moment: Instant, clerk unit: Int,
    reason: String, _ patch: @autoclosure () -> [NamedValue], noting: ScheduledDraft.Note? = nil
  ) {
    schedule(
      .entryCorrected, id: "fix-\(target)", from: Stage.ledger, unit: unit, at: moment,
      delay: Stage.seconds(30), actor: clerk(unit),
      [
        ("patch", .record(patch())), ("reason", .text(reason)),
        ("target_source", .text(source)), ("target_id", .text(target)),
      ], noting: noting)
  }

  /// An entry is struck out.
  func void(
    _ target: String, from source: String = Stage.office, at moment: Instant, clerk unit: Int,
    reason: String, noting: ScheduledDraft.Note? = nil
  ) {
    schedule(
      .entryVoided, id: "void-\(target)", from: Stage.ledger, unit: unit, at: moment,
      delay: Stage.seconds(30), actor: clerk(unit),
      [
        ("reason", .text(reason)), ("target_source", .text(source)), ("target_id", .text(target)),
      ], noting: noting)
  }
}
