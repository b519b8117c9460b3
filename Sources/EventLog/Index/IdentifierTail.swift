/// Positions by fingerprint, kept in memory. Nearly every fingerprint has one position, so that is
/// stored without an array; the others lie apart.
struct IdentifierTail {
  private var first: [Fingerprint: UInt64] = [:]
  private var more: [Fingerprint: [UInt64]] = [:]

  var isEmpty: Bool { first.isEmpty }

  /// The positions of a fingerprint, in the order they were added.
  subscript(fingerprint: Fingerprint) -> [UInt64] {
    guard let position = first[fingerprint] else { return [] }
    return more.isEmpty ? [position] : [position] + (more[fingerprint] ?? [])
  }

  /// Whether any position is kept under the fingerprint.
  func contains(_ fingerprint: Fingerprint) -> Bool { first[fingerprint] != nil }

  mutating func add(_ fingerprint: Fingerprint, _ position: UInt64) {
    guard let known = first.updateValue(position, forKey: fingerprint) else { return }
    first[fingerprint] = known
    if known != position, more[fingerprint]?.contains(position) != true {
      more[fingerprint, default: []].append(position)
    }
  }

  mutating func add(_ other: IdentifierTail) {
    for (fingerprint, position) in other.first { add(fingerprint, position) }
    for (fingerprint, positions) in other.more {
      for position in positions { add(fingerprint, position) }
    }
  }

  mutating func removeAll() {
    first.removeAll(keepingCapacity: true)
    more.removeAll(keepingCapacity: true)
  }

  /// Fingerprints in the order of their bytes.
  var fingerprints: [Fingerprint] { first.keys.sorted() }
}
