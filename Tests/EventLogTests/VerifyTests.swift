import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing

@Suite struct VerifyTests {
  /// A closed ledger with some hundred small events, and the position of the first of them.
  private func filled(_ count: Int = 700) throws -> (fixture: LedgerFixture, path: String) {
    let fixture = try LedgerFixture()
    let events = try (0..<count).map { try LedgerFixture.study($0, person: $0 % 50) }
    _ = try fixture.log.append(events, recording: .constant(august(20)))
    fixture.log.close()
    return (fixture, fixture.path)
  }

  /// A copy of a ledger's folder that a test may damage.
  private func damaged(
    _ path: String, _ file: String = "log/data.mdb", _ change: (inout Data) throws -> Void
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let copy = folder.path + "/ledger"
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let url = URL(filePath: copy + "/" + file)
    var data = try Data(contentsOf: url)
    try change(&data)
    try data.write(to: url)
    return folder
  }

  private func verify(_ folder: TemporaryFolder, level: VerificationLevel = .bytes) throws
    -> VerificationReport
  {
    try EventLog.verify(at: folder.path + "/ledger", level: level)
  }

  @Test func findsNothingInASoundLedger() throws {
    let (fixture, path) = try filled()
    let head = try fixture.log.head()
    for level in VerificationLevel.allCases {
      let report = try EventLog.verify(at: path, level: level)
      #expect(report.problems.isEmpty, "\(report.problems)")
      // What is above the log is compared by the ledger's own verification.
      #expect(report.level == min(level, .index))
      guard level >= .bytes else { continue }
      #expect(report.eventCount == head.size)
      #expect(report.root == head.root.hex)
    }
  }

  @Test func findsEveryFlippedPayloadByte() throws {
    let (fixture, path) = try filled(60)
    _ = fixture
    // The stored id of each event is unique in the file but for pages that were freed.
    for number in [0, 17, 59] {
      let folder = try damaged(path) { data in
        let needle = Data("study-\(number)".utf8)
        var start = data.startIndex
        while let range = data.range(of: needle, in: start..<data.endIndex) {
          data[range.lowerBound + 2] ^= 1
          start = range.upperBound
        }
      }
      let report = try verify(folder)
      #expect(report.problems.contains { $0.kind == .bytes }, "study-\(number)")
    }
  }

  @Test func locatesDamageToAnEntryOfTheFrontier() throws {
    let (fixture, path) = try filled(700)
    let position = try #require(try fixture.log.position(source: "test", id: "study-0")).number
    let folder = try damaged(path) { data in
      let needle = Data("study-0d".utf8)
      let range = try #require(data.range(of: needle) ?? data.range(of: Data("study-0\u{2}".utf8)))
      data[range.lowerBound] ^= 0x20
    }
    let report = try verify(folder)
    let problem = try #require(report.problems.first { $0.kind == .bytes })
    #expect(problem.positions?.contains(position) == true, "\(problem)")
    #expect((problem.positions?.count ?? 0) < 700)
  }

  @Test func survivesAFlipOfAnyByte() throws {
    let (fixture, path) = try filled(300)
    _ = fixture
    let size = try Data(contentsOf: URL(filePath: path + "/log/data.mdb")).count
    var generator = SplitMix(state: 42)
    var found = 0
    for _ in 0..<120 {
      let place = Int(generator.next() % UInt64(size))
      let bit = UInt8(1) << UInt8(generator.next() % 8)
      let folder = try damaged(path) { $0[place] ^= bit }
      // Whatever the byte, verification ends with an answer or an error, never with a signal.
      do {
        let report = try verify(folder)
        if !report.isSound { found += 1 }
      } catch let error as LedgerError {
        #expect(!error.remedy.isEmpty)
        found += 1
      }
    }
    #expect(found > 0)
  }

  @Test func namesATruncatedFile() throws {
    let (fixture, path) = try filled(700)
    _ = fixture
    let folder = try damaged(path) { $0.removeLast($0.count / 2) }
    let problem = try #require(try verify(folder).problems.first)
    #expect(problem.kind == .structure)
    #expect(problem.message.contains("its header promises"))
  }

  @Test func canBeCancelled() throws {
    let (fixture, path) = try filled(10)
    _ = fixture
    #expect(throws: LedgerError.cancelled) {
      try EventLog.verify(at: path, level: .bytes) { _, _ in false }
    }
  }

  @Test func storesFullTilesAndComparesThem() throws {
    let fixture = try LedgerFixture()
    let batch = 8_192
    for start in stride(from: 0, to: 65_536, by: batch) {
      let events = try (start..<(start + batch)).map {
        try LedgerFixture.study($0, person: $0 % 90)
      }
      _ = try fixture.log.append(events, recording: .constant(august(20)))
      // Reopening in the middle makes the writer re-derive the first entries of the tile.
      if start == 3 * batch { try fixture.reopen() }
    }
    let hasTile = try fixture.log.read { try $0.tile(level: 1, index: 0) != nil }
    #expect(hasTile)
    let report = try EventLog.verify(at: fixture.path, level: .bytes)
    #expect(report.problems.isEmpty, "\(report.problems)")
  }
}

/// A small generator with a fixed seed, so that a failure can be repeated.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
