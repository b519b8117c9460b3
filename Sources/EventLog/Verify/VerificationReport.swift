/// What a verification found.
package struct VerificationReport: Hashable, Sendable {
  /// How deep it looked; what was not compared does not count.
  package private(set) var level: VerificationLevel
  /// Events that were looked at.
  package private(set) var eventCount: UInt64 = 0
  /// Root that the stored bytes give, hex; none when they were not all read.
  package var root: String?
  /// Checkpoints that the ledger keeps, and those given by others.
  package var keptCheckpointCount = 0
  package var heldCheckpointCount = 0
  /// Personal values that were opened and held against their commitments; none if not looked at.
  package var vaultValueCount: UInt64?
  /// Sources that were folded twice, in the order of their names; empty below level 4.
  package var sources: [VerifiedSource] = []
  /// Where the second fold of each source was cut: after so many events; empty below level 4.
  package var cuts: [UInt64] = []
  /// What is wrong, in log order; empty when all is well. At most `problemCountMax`.
  package private(set) var problems: [VerificationProblem] = []
  /// Problems beyond those listed.
  package private(set) var unlistedCount = 0
  /// Things that could not be looked at and are no damage, one sentence each.
  package private(set) var notes: [String] = []

  package static let problemCountMax = 100

  package init(level: VerificationLevel) { self.level = level }

  package var isSound: Bool { problems.isEmpty }

  package mutating func add(_ problem: VerificationProblem) {
    if problems.count < Self.problemCountMax {
      problems.append(problem)
    } else {
      unlistedCount += 1
    }
  }

  package mutating func note(_ sentence: String) { notes.append(sentence) }

  /// Says that everything up to that level was compared.
  package mutating func reach(_ level: VerificationLevel) { self.level = max(self.level, level) }

  mutating func count(_ events: UInt64) { eventCount += events }
}

/// A source as level 4 found it.
package struct VerifiedSource: Hashable, Sendable {
  package let name: String
  /// Rows ever opened.
  package let rowCount: Int
  /// Events that it could not take in.
  package let quarantinedCount: Int
  /// SHA-256 of its openings, closings and quarantine list in canonical CBOR, hex.
  package let digest: String

  package init(name: String, rowCount: Int, quarantinedCount: Int, digest: String) {
    self.name = name
    self.rowCount = rowCount
    self.quarantinedCount = quarantinedCount
    self.digest = digest
  }
}

/// How deep a verification looks; each level includes those below it.
package enum VerificationLevel: Int, Hashable, Sendable, CaseIterable, Comparable {
  /// Every checkpoint that the ledger keeps is signed by its key and is the beginning of the log.
  case checkpoints = 1
  /// Every stored byte is hashed again and compared with tiles, frontier and root.
  case bytes = 2
  /// The index is folded anew from the log and compared; values in the vault open and fit.
  case index = 3
  /// Every source is folded twice, in one pass and in steps, and the digests are compared.
  case projections = 4
  /// Checkpoints that others hold are the beginning of the log too.
  case held = 5

  package static func < (left: VerificationLevel, right: VerificationLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One thing that is wrong, and where.
package struct VerificationProblem: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// A checkpoint is not signed by the key, cannot be read, or is not the log's beginning.
    case checkpoint
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
    /// A personal value does not open or does not fit its commitment.
    case vault
    /// A source gives other rows when it is folded in steps.
    case projection
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
