import Columns
import Foundation
import Kiem
import LMDB
import TestSupport
import Testing

/// A ledger whose rows a rebuild compacted, from outside: in blocks so small that it has to.
@Suite("Command line: compacted rows")
struct CompactedLedgerTests {
  private static let questions = [
    "attempts | select attempt, person, unit, state, started_at, raw",
    "attempts | summarize n = count(), m = median(raw) by unit",
    "attempts | where state == .submitted | sort attempt | take 3",
    "history attempts",
    "reports | select report, version, state, unit",
    "obligations | select unit, status, cutoff, lateness",
    "events | select seq, kind, voided, corrected",
    "people | select person, unit, role",
  ]

  /// Attempts that are started, handed in, voided and corrected, in any order.
  private func ledger() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    func record(_ line: [String]) throws {
      let result = try Program.run(["record"] + line, in: folder)
      try #require(result.status == 0, "\(line): \(result.messages)")
    }
    try record([
      "quiz.published", "quiz=q1", "title=x", "opens=2021-07-10T00:00", "closes=2021-08-20T00:00",
      "points=10", "policy=best", "key_version=1", "--unit", "tinh", "--id", "q1",
    ])
    let units = ["lak", "ea-sup", "ea-hleo"]
    for number in 0..<9 {
      try record([
        "quiz.attempt.started", "attempt=a\(number)", "quiz=q1", "person=p\(number % 4)@example.vn",
        "--unit", units[number % 3], "--id", "started-\(number)",
      ])
      guard number % 3 != 2 else { continue }
      let other = number / 2
      try record([
        "quiz.attempt.submitted", "attempt=a\(other)", "quiz=q1", "person=p\(other % 4)@example.vn",
        "raw=\(other % 7)", "--unit", units[other % 3], "--id", "submitted-\(number)",
      ])
    }
    try record(["entry.voided", "target_id=submitted-4", "reason=x", "--id", "void"])
    return folder
  }

  private func rebuild(_ folder: TemporaryFolder, isResumed: Bool = false, stopAt block: Int? = nil)
    throws -> Int
  {
    var options = RebuildOptions()
    options.sizes = RowStore.Sizes(chunkRowCount: 1, blockRowCount: 4)
    options.isResumed = isResumed
    var blocks = 0
    let report = try Ledger.open(at: folder.path("ledger"), access: .readOnly)
      .rebuild(
        options,
        compacting: { _, _ in
          blocks += 1
          return blocks != block
        })
    #expect(report.quarantined.isEmpty && report.drifted.isEmpty)
    return blocks
  }

  private func answers(_ folder: TemporaryFolder) throws -> [String] {
    var answers: [String] = []
    for position in [12, 18, 25] {
      for question in CompactedLedgerTests.questions {
        let result = try Program.run(
          ["query", question, "--as-of", "#\(position)", "--format", "csv"], in: folder)
        #expect(result.status == 0, "\(question): \(result.messages)")
        answers.append("\(question) as of #\(position)\n\(result.output)")
      }
    }
    return answers
  }

  private func snapshot(_ folder: TemporaryFolder, _ name: String) throws -> [String: Data] {
    let result = try Program.run(["snapshot", name, "--at", "#20"], in: folder)
    #expect(result.status == 0, "\(result.messages)")
    var files: [String: Data] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path(name))
    where !file.hasPrefix("manifest") {
      files[file] = try Data(contentsOf: folder.url.appendingPathComponent("\(name)/\(file)"))
    }
    return files
  }

  /// Whether level 4 finds nothing about compacted rows; digests of blocks so small are others.
  private func verified(_ folder: TemporaryFolder) throws -> Bool {
    let result = try Program.run(["verify", "--level", "4"], in: folder)
    return result.output.contains("projection") && !result.output.contains("compacted")
  }

  @Test("answers, snapshots and digests are those of the log, before and behind the compaction")
  func sameAnswers() throws {
    let folder = try ledger()
    let expected = try answers(folder)
    let files = try snapshot(folder, "before")
    #expect(files.count > 10)
    #expect(try Program.run(["snapshot", "now"], in: folder).status == 0)
    #expect(try rebuild(folder) > 0)
    #expect(try answers(folder) == expected)
    #expect(try snapshot(folder, "after") == files)
    #expect(try verified(folder))
    let again = try Program.run(["rebuild", "--against", "now"], in: folder)
    #expect(again.messages.contains("the rows are those of now"), "\(again.messages)")
  }

  @Test("a run that was stopped while it compacts goes on with --resume")
  func stopped() throws {
    let folder = try ledger()
    let expected = try answers(folder)
    #expect(throws: (any Error).self) { try rebuild(folder, stopAt: 3) }
    let place = folder.path("ledger/projections")
    #expect(FileManager.default.fileExists(atPath: place + "/1/unfinished"))
    #expect(try rebuild(folder, isResumed: true) > 0)
    #expect(try answers(folder) == expected)
    #expect(try verified(folder))
  }

  @Test("level 4 finds a changed byte in what was compacted")
  func damage() throws {
    let folder = try ledger()
    _ = try rebuild(folder)
    do {
      let environment = try Environment.open(at: folder.path("ledger/projections/1"))
      let table = try environment.table("compacted")
      var found: (key: [UInt8], bytes: [UInt8])?
      let prefix = Array("attempts".utf8)
      try environment.read { transaction in
        var cursor = try transaction.cursor(over: table)
        try cursor.scan(prefix: prefix.span) { entry in
          var (key, bytes): ([UInt8], [UInt8]) = ([], [])
          for index in 0..<entry.key.count { key.append(entry.key[index]) }
          for index in 0..<entry.value.count { bytes.append(entry.value[index]) }
          // The header of a block begins with the position of its first opening.
          if key.suffix(2) == [0xFF, 0xFF] { found = (key, bytes) }
        }
      }
      var (key, bytes) = try #require(found)
      bytes[0] ^= 1
      try environment.write { transaction in
        try transaction.put(bytes.span, for: key.span, in: table)
      }
      key = []
    }
    let result = try Program.run(["verify", "--level", "4"], in: folder)
    #expect(result.status == 1)
    #expect(
      result.output.contains("attempts has another lifetime in the compacted rows"),
      "\(result.output)")
  }
}
