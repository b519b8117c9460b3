import Foundation
import TestSupport
import Testing

/// `kiem export --format`: what other programs read must give the answers that this one gives.
@Suite("Command line: export of rows")
struct ExportTests {
  private func ledger() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    for words in [
      ["report.returned", "report=bc-lak", "version=1", "reason=thiếu số liệu", "--unit", "tinh"],
      [
        "report.submitted", "report=bc-lak", "version=2", "to_unit=tinh", "--unit", "lak", "--id",
        "bc-lak-2",
      ],
      ["feedback.received", "thread=t1", "channel=zalo", "--unit", "lak", "--id", "t1"],
      ["feedback.classified", "thread=t1", "topic=lương", "--unit", "lak"],
      ["feedback.resolved", "thread=t1", "outcome=xong", "--unit", "lak"],
    ] {
      let result = try Program.run(["record"] + words, in: folder)
      try #require(result.status == 0, "\(result.messages)")
    }
    return folder
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func lines(_ path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map { try object(String($0)) }
  }

  @Test("rows of every position, of stored sources, are in the files")
  func everyPosition() throws {
    let folder = try ledger()
    let made = try Program.run(["export", "--format", "ndjson", "rows"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    let manifest = try object(
      String(contentsOfFile: folder.path("rows/manifest.json"), encoding: .utf8))
    let head = try #require(manifest["position"] as? Int)
    let sources = try #require(manifest["sources"] as? [[String: Any]])
    #expect(sources.count > 40)
    var compared = 0
    for source in sources where source["has_closed_rows"] as? Bool == true {
      let name = try #require(source["name"] as? String)
      let rows = try lines(folder.path("rows/\(name).ndjson"))
      #expect(rows.count == source["rows"] as? Int)
      guard ["duties", "documents", "threads"].contains(name) else { continue }
      for position in 0...head {
        let held = rows.filter { row in
          guard let from = row["from"] as? Int, row["stands"] as? Bool == true else { return false }
          return from <= position && (row["until"] as? Int).map { position < $0 } ?? true
        }
        let asked = try Program.run(
          ["query", "\(name) | select seq", "--format", "ndjson", "--as-of", "#\(position)"],
          in: folder)
        let known = try asked.lines.map { try object($0)["seq"] as? Int }
        #expect(known == held.map { $0["seq"] as? Int }, "\(name) at #\(position)")
        compared += known.count
      }
    }
    #expect(compared > 20)
    let threads = try lines(folder.path("rows/threads.ndjson"))
    #expect(threads.count == 3 && threads.count { $0["until"] is Int } == 2)
  }

  @Test("derived sources are there as of the reading; CSV names its columns")
  func derivedRows() throws {
    let folder = try ledger()
    let arguments = ["export", "--format", "csv", "--source", "reports", "--source", "units"]
    let made = try Program.run(arguments + ["csv"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    let text = try String(contentsOfFile: folder.path("csv/reports.csv"), encoding: .utf8)
    let rows = text.split(separator: "\n")
    #expect(rows.first?.hasPrefix("from,until,stands,report,duty,") == true)
    #expect(rows.count == 2)
    #expect(rows.last?.contains("bc-lak,R,c1/R/lak,lak,tinh") == true)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("csv")).sorted()
    #expect(files == ["manifest.json", "reports.csv", "units.csv"])
    let before = try Program.run(arguments + ["--as-of", "#1", "early"], in: folder)
    #expect(before.status == 0, "\(before.messages)")
    let early = try String(contentsOfFile: folder.path("early/reports.csv"), encoding: .utf8)
    #expect(early.split(separator: "\n").count == 1)
  }

  @Test("the same ledger gives the same bytes, with stored rows and without")
  func sameBytes() throws {
    let folder = try ledger()
    let arguments = ["export", "--format", "csv", "--now", "2021-08-06T00:00"]
    try #require(try Program.run(arguments + ["a"], in: folder).status == 0)
    try #require(try Program.run(["rebuild"], in: folder).status == 0)
    try #require(try Program.run(arguments + ["b"], in: folder).status == 0)
    let command = "diff -rq a b | grep -v -e projections -e manifest"
    let differing = try Program.shell(command, in: folder)
    #expect(differing.output.isEmpty, "\(differing.output)")
  }

  @Test("what cannot be exported is refused with a way on")
  func refusals() throws {
    let folder = try ledger()
    for (arguments, word) in [
      (["export"], "--format csv DIR"), (["export", "--format", "csv"], "--format csv DIR"),
      (["export", "--tiles", "t", "--format", "csv", "d"], "--tiles goes with --at only"),
      (["export", "--format", "csv", "--source", "report", "d"], "Did you mean 'reports'?"),
      (["export", "--format", "csv", "--as-of", "#", "d"], "is no instant"),
      (["export", "--format", "csv", "ledger"], "is not empty"),
    ] {
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.messages.contains(word), "\(arguments): \(result.messages)")
    }
  }
}
