/// What has become of an obligation at the clock; the raw value is the case of the language.
package enum ObligationStatus: String, Sendable, Hashable, CaseIterable {
  case notOpen = "not_open"
  case open
  case onTime = "on_time"
  case late
  /// The last version was sent back and nothing stands.
  case returned
  case overdue
  case waived
  /// Nobody owes it on the due day, or the plan states no quantity.
  case notApplicable = "not_applicable"

  /// True for both kinds of fulfilment.
  package var isFiled: Bool { self == .onTime || self == .late }

  /// Its place among all cases.
  var number: Int {
    switch self {
    case .notOpen: 0
    case .open: 1
    case .onTime: 2
    case .late: 3
    case .returned: 4
    case .overdue: 5
    case .waived: 6
    case .notApplicable: 7
    }
  }
}
