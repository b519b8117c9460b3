import LedgerModel

extension Stage {
  /// The instant `hour:minute` of a day, counted from the first day of the play.
  func moment(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
    Instant(
      microseconds: opens.microseconds + Int64(day) * TimeSpan.day.microseconds
        + Int64(hour * 60 + minute) * 60_000_000)
  }

  /// The day of an instant, counted from the first day of the play.
  func day(of instant: Instant) -> Int {
    Int((instant.microseconds - opens.microseconds) / TimeSpan.day.microseconds)
  }

  /// The calendar day, counted from the first day of the play.
  func date(_ day: Int) -> Day {
    // 01/7/2021 is day 18,809 since 1970; opens is its midnight in the campaign's zone.
    Day(number: Int32(firstDay + day))
  }

  private var firstDay: Int {
    Int((opens.microseconds + 12 * TimeSpan.hour.microseconds) / TimeSpan.day.microseconds)
  }

  /// A moment of one of the days, from 07:00 to 21:00, to the millisecond.
  func daytime(_ days: Range<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> Instant
  {
    let bits = dice.bits(purpose, subject, index)
    let day = days.lowerBound + Int(bits % UInt64(days.count))
    return instant(on: day, bits >> 20)
  }

  /// The same with the days in the middle likelier than those at the ends.
  func midtime(_ days: Range<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> Instant
  {
    let day = dice.bell(days.lowerBound...days.upperBound - 1, purpose, subject, index)
    return instant(on: day, dice.bits(purpose, subject, index + 500) >> 20)
  }

  private func instant(on day: Int, _ bits: UInt64) -> Instant {
    let millisecond = 7 * 3_600_000 + Int64(bits % (14 * 3_600_000))
    return Instant(microseconds: moment(day, 0).microseconds + millisecond * 1_000)
  }

  static func minutes(_ count: Int) -> TimeSpan {
    TimeSpan(microseconds: Int64(count) * 60_000_000)
  }

  static func seconds(_ count: Int) -> TimeSpan {
    TimeSpan(microseconds: Int64(count) * 1_000_000)
  }

  static func hours(_ count: Int) -> TimeSpan { minutes(count * 60) }

  static func days(_ count: Int) -> TimeSpan { hours(count * 24) }

  /// How long paper takes: minutes as a rule, days for `late` of a thousand.
  func paperDelay(late: Int, _ subject: Int, _ index: Int = 0) -> TimeSpan {
    guard dice.chance(late, .backdated, subject, index) else {
      return Stage.minutes(dice.number(2...50, .backdated, subject, index + 1))
    }
    return Stage.hours(dice.number(30...150, .backdated, subject, index + 1))
  }
}

extension Instant {
  /// The play lives in 2021: no sum here comes near the limits of an instant.
  func later(by span: TimeSpan) -> Instant {
    Instant(microseconds: microseconds + span.microseconds)
  }
}
