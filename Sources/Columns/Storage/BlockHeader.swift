import LedgerModel

/// What is stored of a block besides its columns: openings and zone maps, written once, and the
/// closings, the only value of a block that is ever written again. Small enough to be read for
/// every block of a source before any column is.
package enum BlockHeader {
  /// Openings and zone maps.
  package static func bytes(_ block: RowBlock) -> [UInt8] {
    var writer = ByteWriter(capacity: block.rowCount * 4 + 256)
    let lifetimes = block.lifetimes
    writer.number(lifetimes.base, width: 8)
    writer.number(UInt64(lifetimes.rowCount), width: 4)
    writer.numbers(lifetimes.from)
    writer.number(UInt64(block.zones.count), width: 4)
    for zone in block.zones {
      guard let zone else {
        writer.byte(0)
        continue
      }
      let (kind, scale) = zone.kind.stored
      writer.byte(kind)
      writer.byte(scale)
      writer.number(UInt64(bitPattern: zone.range.lowerBound), width: 8)
      writer.number(UInt64(bitPattern: zone.range.upperBound), width: 8)
    }
    return writer.bytes
  }

  /// The closings: pairs of row and place where few rows are closed, else a place per row. None
  /// while no row is closed.
  package static func closings(_ lifetimes: Lifetimes) -> [UInt8]? {
    guard let until = lifetimes.until else { return nil }
    let isSparse = lifetimes.closedCount * 2 < until.count
    var writer = ByteWriter(capacity: until.count * 4 + 1)
    writer.byte(isSparse ? 1 : 2)
    if isSparse {
      for (row, place) in until.enumerated() where place != Lifetimes.never {
        writer.numbers([UInt32(row), place])
      }
    } else {
      writer.numbers(until)
    }
    return writer.bytes
  }

  private static func until(_ stored: Span<UInt8>, _ rowCount: Int) throws -> [UInt32] {
    var reader = ByteReader(stored)
    guard try reader.byte() == 1 else { return try reader.words(rowCount) }
    var until = [UInt32](repeating: Lifetimes.never, count: rowCount)
    let pairs = try reader.words((stored.count - 1) / 4)
    for index in stride(from: 0, to: pairs.count - 1, by: 2) {
      guard Int(pairs[index]) < rowCount else { throw ColumnDamage("an ending of no row") }
      until[Int(pairs[index])] = pairs[index + 1]
    }
    return until
  }

  /// Reads them again. Throws `ColumnDamage`.
  package static func read(
    _ stored: Span<UInt8>, closings: Span<UInt8>?
  ) throws -> (lifetimes: Lifetimes, zones: [ZoneMap?]) {
    var reader = ByteReader(stored)
    let base = try reader.number(width: 8)
    let rowCount = try reader.count()
    let from = try reader.words(rowCount)
    var ends: [UInt32]?
    if let closings { ends = try until(closings, rowCount) }
    let zoneCount = try reader.count()
    var zones: [ZoneMap?] = []
    for _ in 0..<zoneCount { zones.append(try zone(&reader)) }
    return (Lifetimes(base: base, from: from, until: ends), zones)
  }

  private static func zone(_ reader: inout ByteReader) throws -> ZoneMap? {
    let code = try reader.byte()
    guard code != 0 else { return nil }
    guard let kind = NumberColumn.Kind(stored: code, scale: try reader.byte()) else {
      throw ColumnDamage("a zone of an unknown kind")
    }
    let low = Int64(bitPattern: try reader.number(width: 8))
    let high = Int64(bitPattern: try reader.number(width: 8))
    guard low <= high else { throw ColumnDamage("a zone that ends before it starts") }
    return ZoneMap(kind: kind, range: low...high)
  }
}
