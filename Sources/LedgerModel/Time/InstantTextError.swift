/// Why a text is no instant of RFC 3339. `description` words it with the remedy.
package enum InstantTextError: Error, Hashable, Sendable {
  /// Not of the form `2021-08-05T09:00:00+07:00`.
  case malformed
  /// Well formed, but the date or time does not exist.
  case noSuchTime
  /// A time without `Z` or an offset, where only a full instant will do.
  case missingOffset
  /// A seventh digit behind the second: the ledger keeps microseconds and does not round.
  case tooPrecise
  /// Second 60, which a count of seconds cannot keep.
  case leapSecond
}

extension InstantTextError: CustomStringConvertible {
  /// One clause for the end of a message, naming what would be read.
  package var description: String {
    switch self {
    case .malformed: "an instant is written 2021-08-05T09:00:00+07:00 (RFC 3339)"
    case .noSuchTime: "no such date or time exists"
    case .missingOffset: "the offset is missing: write +07:00 or Z behind the time"
    case .tooPrecise: "instants are kept to the microsecond: write at most six digits"
    case .leapSecond: "leap seconds are not kept: write second 59 of that minute or 00 of the next"
    }
  }
}
