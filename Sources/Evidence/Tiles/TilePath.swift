/// Names of the files of a log that is served or handed out as plain files (C2SP tlog-tiles).
package enum TilePath {
  /// `tile/<level>/<index>`, with `.p/<width>` behind it while fewer than 256 hashes are there.
  package static func tile(level: Int, index: UInt64, width: Int) -> String {
    "tile/\(level)/" + place(index, width: width)
  }

  /// `tile/entries/<index>`: the records of one tile of level 0.
  package static func entries(index: UInt64, width: Int) -> String {
    "tile/entries/" + place(index, width: width)
  }

  /// The index in groups of three digits, all but the last with an `x` in front: `x001/x234/067`.
  private static func place(_ index: UInt64, width: Int) -> String {
    var groups = [digits(index % 1_000)]
    var rest = index / 1_000
    while rest > 0 {
      groups.insert("x" + digits(rest % 1_000), at: 0)
      rest /= 1_000
    }
    let path = groups.joined(separator: "/")
    return width < MerkleTile.width ? "\(path).p/\(width)" : path
  }

  private static func digits(_ group: UInt64) -> String {
    let text = String(group)
    return String(repeating: "0", count: 3 - text.count) + text
  }
}

/// Records one after the other, each behind its length in two bytes, big-endian: an entry bundle.
package struct EntryBundle: Sendable {
  package private(set) var bytes: [UInt8] = []
  package private(set) var count = 0

  /// Longest record that a bundle can hold.
  package static let recordByteCountMax = 65_535

  package init() {}

  package mutating func append(_ record: Span<UInt8>) {
    precondition(record.count <= Self.recordByteCountMax, "A record fits its length field.")
    bytes.append(UInt8(truncatingIfNeeded: record.count >> 8))
    bytes.append(UInt8(truncatingIfNeeded: record.count))
    for index in record.indices { bytes.append(record[index]) }
    count += 1
  }
}
