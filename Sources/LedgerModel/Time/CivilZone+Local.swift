/// A day and a time on it as clocks in some zone show them.
package struct LocalTime: Sendable, Hashable {
  package let day: Day
  /// 0 up to, not including, the microseconds of 24 hours.
  package let microsecondOfDay: Int64
}

extension CivilZone {
  /// What clocks in the zone show at an instant.
  package func localTime(of instant: Instant) -> LocalTime {
    let offset = Int64(offsetSeconds(at: instant)) * 1_000_000
    let (sum, overflow) = instant.microseconds.addingReportingOverflow(offset)
    let (day, rest) = (overflow ? instant.microseconds : sum).splitIntoDays
    return LocalTime(day: day, microsecondOfDay: rest)
  }

  /// The local day of an instant.
  package func day(of instant: Instant) -> Day { localTime(of: instant).day }

  /// The first instant of a day; where midnight is skipped, the first that exists.
  package func start(of day: Day) -> Instant { instant(of: day, microsecondOfDay: 0) }

  /// The first instant after a day.
  package func end(of day: Day) -> Instant {
    instant(of: day, microsecondOfDay: TimeSpan.day.microseconds)
  }

  /// The instant at a time of a day; 24:00 is the start of the next day.
  package func instant(of day: Day, at time: TimeOfDay) -> Instant {
    instant(of: day, microsecondOfDay: time.microseconds)
  }

  /// The instant at which clocks show the time, the earlier one if they show it twice, and the end
  /// of the gap if they skip it.
  package func instant(of day: Day, microsecondOfDay: Int64) -> Instant {
    func at(_ offset: Int) -> Instant {
      Instant(day: day, microsecondOfDay: microsecondOfDay, offsetSeconds: offset)
    }
    // No zone changes its clocks twice within two days, so these two are all candidates.
    let utc = at(0).microseconds
    let before = offsetSeconds(at: Instant(microseconds: utc - TimeSpan.day.microseconds))
    let after = offsetSeconds(at: Instant(microseconds: utc + TimeSpan.day.microseconds))
    let candidates = [at(before), at(after)].sorted()
    let (early, late) = (candidates[0], candidates[1])
    if early == late { return early }
    if at(offsetSeconds(at: early)) == early { return early }
    if at(offsetSeconds(at: late)) == late { return late }
    return firstInstant(withOffset: after, after: early, upTo: late)
  }

  /// The change of clocks between two instants, to the second, by halving.
  private func firstInstant(
    withOffset offset: Int, after early: Instant, upTo late: Instant
  ) -> Instant {
    var low = early.microseconds.dividedDown(by: 1_000_000)
    var high = late.microseconds.dividedDown(by: 1_000_000) + 1
    while high - low > 1 {
      let middle = low + (high - low) / 2
      let isAfter = offsetSeconds(at: Instant(microseconds: middle * 1_000_000)) == offset
      if isAfter { high = middle } else { low = middle }
    }
    return Instant(microseconds: high * 1_000_000)
  }
}
