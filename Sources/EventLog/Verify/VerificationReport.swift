/// What a verification found.
package struct VerificationReport: Hashable, Sendable {
  /// How deep it looked.
  package let level: VerificationLevel
  /// Events that were looked at.
  package private(set) var eventCount: UInt64 = 0
  /// Root that the stored bytes give, hex; none when some could not be read.
  package var root: String?
  /// What is wrong, in log order; empty when all is well. At most `problemCountMax`.
  package private(set) var problems: [VerificationProblem] = []
  /// Problems beyond those listed.
  package private(set) var unlistedCount = 0

  package static let problemCountMax = 100

  package init(level: VerificationLevel) { self.level = level }

  package var isSound: Bool { problems.isEmpty }

  mutating func add(_ problem: VerificationProblem) {
    if problems.count < Self.problemCountMax {
      problems.append(problem)
    } else {
      unlistedCount += 1
    }
  }

  mutating func count(_ events: UInt64) { eventCount += events }
}

/// How deep a verification looks; each level includes those below it.
package enum VerificationLevel: Int, Hashable, Sendable, CaseIterable {
  /// Every stored byte is hashed again and compared with tiles, frontier and root.
  case bytes = 2
  /// The index is folded anew from the log and compared.
  case index = 3
}

/// One thing that is wrong, and where.
package struct VerificationProblem: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// The file itself is broken: pages that no key leads through safely.
    case structure
    /// A position is missing or out of order.
    case gap
    /// The bytes of some events are not the ones that were hashed.
    case bytes
    /// A record cannot be decoded.
    case record
    /// `recorded` decreases.
    case order
    /// Size, root or last instant of the head do not agree with the events.
    case head
    case tile
    /// The index differs from a fold of the log.
    case index
  }

  package let kind: Kind
  /// First and last position concerned; none when it is not about events.
  package let positions: ClosedRange<UInt64>?
  /// One sentence without a final stop.
  package let message: String

  package init(_ kind: Kind, _ positions: ClosedRange<UInt64>? = nil, _ message: String) {
    self.kind = kind
    self.positions = positions
    self.message = message
  }
}

extension VerificationProblem: CustomStringConvertible {
  package var description: String {
    guard let positions else { return message }
    let place =
      positions.count == 1
      ? "#\(positions.lowerBound)" : "#\(positions.lowerBound)–#\(positions.upperBound)"
    return "\(place): \(message)"
  }
}

/// How far a long task has come; the answer says whether to go on.
package typealias ProgressHandler = (_ done: UInt64, _ total: UInt64) -> Bool
