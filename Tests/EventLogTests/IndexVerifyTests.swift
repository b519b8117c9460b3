import EventLog
import Foundation
import LMDB
import LedgerModel
import Testing

/// Verification of level 3 finds damage to every part of the index.
@Suite struct IndexVerifyTests {
  /// One table of the index and the byte of its first value to flip.
  struct Damage: CustomTestStringConvertible, Sendable {
    let table: String
    /// Where the byte lies, as a share of the value's length in thousandths.
    let place: Int

    var testDescription: String { "\(table) at \(place) ‰" }

    /// Segments have a header, then filter, keys and what belongs to the keys: all of them are hit.
    /// The one of entities is small and mostly padding.
    static let all =
      [0, 20, 60, 400, 900].map { Damage(table: "identifiers", place: $0) }
      + [0, 5, 20, 40, 60].map { Damage(table: "entities", place: $0) }
      + [0, 500].map { Damage(table: "new identifiers", place: $0) }
      + [0, 400].map { Damage(table: "new entities", place: $0) }
  }

  /// A ledger with a sealed run of both kinds and something behind it. One copy a damage would cost
  /// more than it tells, so they share a ledger and mend it again.
  @Test func findsDamageToEveryPart() throws {
    let fixture = try LedgerFixture()
    let (runCount, batchCount) = (65_536, 8_192)
    for start in stride(from: 0, to: runCount, by: batchCount) {
      let events = try (start..<(start + batchCount)).map {
        try LedgerFixture.study($0, person: $0 % 90)
      }
      _ = try fixture.log.append(events, recording: .constant(august(20)))
    }
    let units = try (0..<40).map { try LedgerFixture.unit("late\($0)", parent: "province") }
    _ = try fixture.log.append(units, recording: .constant(august(20)))
    fixture.log.close()
    #expect(try EventLog.verify(at: fixture.path, level: .index).isSound)
    for damage in Damage.all {
      let flip = try flipping(damage, in: fixture.path + "/index")
      let report = try EventLog.verify(at: fixture.path, level: .index)
      #expect(report.problems.contains { $0.kind == .index }, "\(damage.testDescription)")
      try flip()
    }
    let report = try EventLog.verify(at: fixture.path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
    try FileManager.default.removeItem(atPath: fixture.path + "/index")
    #expect(try EventLog.verify(at: fixture.path, level: .index).isSound)
  }

  /// Flips a byte of the first value of a table; the result flips it back.
  private func flipping(_ damage: Damage, in path: String) throws -> () throws -> Void {
    let environment = try Environment.open(at: path)
    let table = try environment.table(damage.table)
    func flip() throws {
      let (key, value) = try environment.read { transaction in
        var cursor = try transaction.cursor(over: table)
        guard let entry = try cursor.first() else { throw NoValue(table: damage.table) }
        return (bytes(entry.key), bytes(entry.value))
      }
      var changed = value
      changed[value.count * damage.place / 1_000] ^= 0x10
      try environment.write { try $0.put(changed.span, for: key.span, in: table) }
    }
    try flip()
    return flip
  }

  private struct NoValue: Error { let table: String }

  private func bytes(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
}
