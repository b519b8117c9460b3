/// What a literal says, as plain numbers and text: no calendar, zone or type is applied yet.
package enum LiteralValue: Sendable, Hashable {
  case integer(Int64)
  case decimal(DecimalLiteral)
  /// The number in front of the sign: `12.5%` holds 12.5.
  case percent(DecimalLiteral)
  case duration(DurationLiteral)
  case date(DateLiteral)
  /// `a..b`, the end as written; whether a coarse end counts whole is a matter of meaning.
  case period(DateLiteral, DateLiteral)
  /// A log position, `#123`.
  case position(Int64)
  /// NFC, escapes resolved.
  case string(String)
  case boolean(Bool)
  case none
}

/// An exact decimal, `coefficient × 10^-scale`, with the digits as written: `1.50` has scale 2.
package struct DecimalLiteral: Sendable, Hashable {
  package let coefficient: Int64
  package let scale: Int

  package init(coefficient: Int64, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }
}

/// A number of one unit: `48h`, `2wd`.
package struct DurationLiteral: Sendable, Hashable {
  package let count: Int64
  package let unit: DurationUnit

  package init(count: Int64, unit: DurationUnit) {
    self.count = count
    self.unit = unit
  }
}

/// Units of duration; the raw value is how it is written behind the number.
package enum DurationUnit: String, Sendable, Hashable, CaseIterable {
  case second = "s"
  case minute = "min"
  case hour = "h"
  /// 24 hours, whatever the calendar.
  case day = "d"
  /// A working day of the campaign's calendar; has no fixed length.
  case workingDay = "wd"
  /// Seven days.
  case week = "w"
  case month = "mo"
  case quarter = "q"
  case year = "y"
}

/// A date as coarse or as fine as it was written; always a day that exists.
package enum DateLiteral: Sendable, Hashable {
  case year(Int)
  case quarter(year: Int, quarter: Int)
  case month(year: Int, month: Int)
  /// A week by ISO 8601, Monday to Sunday.
  case week(year: Int, week: Int)
  case day(year: Int, month: Int, day: Int)
  case instant(InstantLiteral)
}

/// A day with a time of day.
package struct InstantLiteral: Sendable, Hashable {
  package let year: Int
  package let month: Int
  package let day: Int
  /// 0...24; 24 only as 24:00, the first moment of the next day.
  package let hour: Int
  package let minute: Int
  package let second: Int
  package let microsecond: Int
  /// Offset from UTC as written, `Z` being 0; nil means the zone of the campaign.
  package let offsetMinutes: Int?

  package init(
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int = 0,
    microsecond: Int = 0, offsetMinutes: Int? = nil
  ) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
    self.offsetMinutes = offsetMinutes
  }
}
