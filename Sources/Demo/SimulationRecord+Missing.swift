package import LedgerModel

extension SimulationRecord {
  /// 05/8/2021 00:00 in Viet Nam: the first instant too late for O11.
  package static let cutoff = Instant(microseconds: 1_628_096_400_000_000)

  /// The upper unions that `missing "O11"` lists, in the order of the plan: past their cutoff
  /// without a version that stands, neither let off nor given more time by then.
  ///
  /// - Parameters:
  ///   - clock: what has happened is judged at this instant.
  ///   - known: only what was recorded up to this instant is known; none for everything.
  package func missing(clock: Instant, known: Instant? = nil) -> [String] {
    func isKnown(_ recorded: Instant) -> Bool { known.map { recorded <= $0 } ?? true }
    return upperUnits.filter { unit in
      if let waiver = waived[unit], isKnown(waiver.recorded), waiver.time <= clock { return false }
      var due = SimulationRecord.cutoff
      if let ruling = extended[unit], isKnown(ruling.recorded), ruling.time <= clock {
        due = ruling.cutoff
      }
      return clock >= due && !hasStandingReport(unit, clock: clock, isKnown)
    }
  }

  /// Whether the last version that has happened is there and was not sent back.
  private func hasStandingReport(
    _ unit: String, clock: Instant, _ isKnown: (Instant) -> Bool
  ) -> Bool {
    let happened = filings.filter { filing in
      guard filing.unit == unit, isKnown(filing.recorded) else { return false }
      if let voided = filing.voidedAt, isKnown(voided) { return false }
      return time(of: filing, isKnown) <= clock
    }
    guard let last = happened.max(by: { $0.version < $1.version }) else { return false }
    guard let returned = last.returned, isKnown(returned.recorded) else { return true }
    return returned.time > clock
  }

  private func time(of filing: Filing, _ isKnown: (Instant) -> Bool) -> Instant {
    guard let correction = filing.correction, isKnown(correction.recorded) else {
      return filing.time
    }
    return correction.time
  }
}
