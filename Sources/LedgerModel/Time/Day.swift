/// A civil day: days since 1970-01-01 in the proleptic Gregorian calendar.
package struct Day: Sendable, Hashable, Comparable {
  package var number: Int32

  package init(number: Int32) { self.number = number }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}
