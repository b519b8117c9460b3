import Crypto
import Foundation
import Kiem
import LedgerModel
import QueryEngine
import Rendering
import TestSupport
import Testing

/// Every saved query in its four stages: tree, types and plan of the text, rows on the demo.
@Suite("Golden: saved queries", .serialized)
struct SnapshotTests {
  private static let instants = ["2021-08-05T00:00", "2021-08-10T00:00", "2021-09-01T00:00"]
  private static let rowCountMax = 50

  @Test("tree, types, plan and rows are as reviewed", arguments: SavedQuery.all)
  func matchesSnapshots(query: SavedQuery) throws {
    try DemoLedger.use { demo in
      let ledger = demo.ledger
      let request = QueryRequest(
        source: query.source, parameters: try arguments(of: query, ledger))
      let compiled = try ledger.compile(request)
      expect(compiled.tree, query.name + ".tree")
      expect(compiled.types, query.name + ".types")
      expect(compiled.plan, query.name + ".plan")
      let answers = try answers(request, ledger)
      let parts = zip(SnapshotTests.instants, answers).map { "as of \($0)\n\(rows($1))\n" }
      if !SnapshotTests.isAboutTheStore(query) { expect(parts.joined(), query.name + ".rows") }
      let asked = SnapshotTests.isAboutWhatIsToCome(query) ? answers : answers.suffix(1)
      #expect(asked.contains { $0.saysSomething }, "\(query.name) has no answer")
    }
  }

  @Test("one, two and three threads give the same answer", arguments: SavedQuery.all)
  func isTheSameOnThreads(query: SavedQuery) throws {
    try DemoLedger.use { demo in
      let ledger = demo.ledger
      let usual = ledger.threads
      defer { ledger.threads = usual }
      let request = QueryRequest(
        source: query.source, parameters: try arguments(of: query, ledger),
        asOf: SnapshotTests.instants.last)
      var texts: [String] = []
      for threadCount in 1...3 {
        ledger.threads = ExecutionThreads(countMax: threadCount, dividedRowCountMin: 1)
        let answer = try ledger.query(request)
        texts.append(rows(answer) + "\(answer.footer.notes)")
      }
      #expect(texts[1] == texts[0], "two threads")
      #expect(texts[2] == texts[0], "three threads")
    }
  }

  /// At the end of the play nothing falls due any more.
  private static func isAboutWhatIsToCome(_ query: SavedQuery) -> Bool {
    query.name == "compliance/06-falling-due"
  }

  /// How far rows are folded is a matter of the process that asks.
  private static func isAboutTheStore(_ query: SavedQuery) -> Bool {
    query.name == "audit/63-stored-rows"
  }

  /// `@official` stands for a person whose name was once shown: the only one the tests can name
  /// without knowing the ledger's pseudonyms.
  private func arguments(of query: SavedQuery, _ ledger: Ledger) throws -> [String: String] {
    var arguments = query.example
    for (name, value) in arguments where value == "@official" {
      let shown = try ledger.query(
        QueryRequest("accesses | where person is not none | select person | take 1"))
      if case .entity(let person)? = shown.table.rows.first?.first { arguments[name] = person }
    }
    return arguments
  }

  private func answers(_ request: QueryRequest, _ ledger: Ledger) throws -> [Answer] {
    try SnapshotTests.instants.map { instant in
      var request = request
      request.asOf = instant
      return try ledger.query(request)
    }
  }

  private func rows(_ answer: Answer) -> String {
    let context = RenderingContext(zone: answer.zone, name: answer.name)
    var table = answer.table
    let all = table.rendered(as: .ndjson, context: context)
    let count = table.rows.count
    guard count > SnapshotTests.rowCountMax else {
      return table.rendered(as: .table, context: context) + "\(count) rows\n"
    }
    table.rows = Array(table.rows.prefix(SnapshotTests.rowCountMax))
    let digest = SHA256.hash(data: Data(all.utf8)).map { String($0, radix: 16).leftPadded }
    return table.rendered(as: .table, context: context)
      + "first \(SnapshotTests.rowCountMax) of \(count) rows, sha256 \(digest.joined())\n"
  }

  private func expect(_ text: String, _ path: String) {
    do {
      switch try SnapshotStore.check(text, against: path) {
      case .same: break
      case .missing:
        Issue.record("\(path): no snapshot; record with RECORD_SNAPSHOTS=1 and review it")
      case .recorded: Issue.record("\(path): recorded; review it and run again")
      case .different(let line, let expected, let actual):
        Issue.record("\(path):\(line): expected '\(expected)', found '\(actual)'")
      }
    } catch {
      Issue.record("\(path): \(error)")
    }
  }
}

extension String {
  fileprivate var leftPadded: String { count == 1 ? "0" + self : self }
}

extension Answer {
  /// True when some cell says more than none, zero, or a share of zero.
  fileprivate var saysSomething: Bool {
    table.rows.joined().contains { value in
      switch value {
      case .none, .integer(0): false
      case .ratio(let ratio): ratio.numerator != 0
      case .set(let elements): !elements.isEmpty
      default: true
      }
    }
  }
}
