import Foundation
import TestSupport
import Testing

/// Answers held against another database that was given the same rows.
@Suite(.serialized, .enabled(if: Peers.areToRun, "python3 of version 3.11 or later is not there"))
struct PeerAnswerTests {
  @Test("DuckDB gives the same answers on the exported rows")
  func answersAgree() throws {
    let folder = try TemporaryFolder("kiem-peer")
    for arguments in [["demo", "--events", "40000"], ["export", "--format", "csv", "rows"]] {
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 0, "\(result.messages)")
    }
    let program: URL = try #require(Program.url)
    let output = try Peers.run(
      script: "bench_queries.py",
      [
        "--bin", program.deletingLastPathComponent().path, "--ledger", folder.path("ledger"),
        "--rows", folder.path("rows"), "--runs", "1", "--json", folder.path("figures.json"),
      ])
    let figures = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: folder.path("figures.json")))) as? [String: Any]
    )
    let queries = try #require(figures["queries"] as? [[String: Any]])
    #expect(queries.count >= 17)
    print("\(queries.count) queries answered alike, \(String(decoding: output, as: UTF8.self))")
  }
}
