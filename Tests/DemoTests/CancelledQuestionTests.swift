import Demo
import Kiem
import LedgerModel
import QueryEngine
import TestSupport
import Testing

@Suite("Demo: questions that are cancelled")
struct CancelledQuestionTests {
  /// A question on a ledger without stored rows folds the log first; cancelled there, in the engine
  /// or between the two, it ends, and the next one gets the answer that an unhurt ledger gives.
  @Test(
    "a question ends at whichever look it is cancelled, and the next one is right",
    arguments: [
      "attempts | summarize n = count(), m = median(score) by person.unit | sort n desc | take 5",
      "obligations | summarize n = count() by duty, status | sort duty, status",
      "views | where person.role == .official | summarize n = distinct(person) by channel",
    ])
  func cancelled(text: String) throws {
    let folder = try TemporaryFolder("demo")
    _ = try DemoPlayer.play(DemoOptions(eventCount: 40_000), at: folder.path("a"))
    let request = QueryRequest(text)
    let whole = CancellationToken()
    let expected = try Ledger.open(at: folder.path("a"), access: .readOnly)
      .query(request, cancellation: whole).table.rows
    // 40,000 events are looked at 30 times at least before the engine sees a row.
    #expect(whole.lookCount > 20, "\(whole.lookCount)")
    let ledger = try Ledger.open(at: folder.path("a"), access: .readOnly)
    for look in [1, 2, 5, 13, 21, whole.lookCount / 2, whole.lookCount] {
      do {
        // Later questions find what earlier ones folded and may come to their end.
        let token = CancellationToken(lookCountMax: look)
        let answer = try ledger.query(request, cancellation: token)
        #expect(token.lookCount < look && answer.table.rows == expected)
      } catch QueryFailure.cancelled {}
      if look.isMultiple(of: 2) {
        #expect(try ledger.query(request).table.rows == expected, "after look \(look)")
      }
    }
    #expect(try ledger.query(request).table.rows == expected)
  }

  /// Names are looked up while the text is read, where errors mean that nothing was found.
  @Test("a question with a name that is cancelled while names are read leaves them to be found")
  func cancelledAmongNames() throws {
    let folder = try TemporaryFolder("demo")
    _ = try DemoPlayer.play(DemoOptions(eventCount: 10_000), at: folder.path("a"))
    let request = QueryRequest(
      "units | where under(unit, \"LĐLĐ tỉnh Đắk Lắk\") | summarize n = count() by level")
    let whole = CancellationToken()
    let expected = try Ledger.open(at: folder.path("a"), access: .readOnly)
      .query(request, cancellation: whole).table.rows
    #expect(expected.count > 1)
    for look in 1...whole.lookCount {
      let ledger = try Ledger.open(at: folder.path("a"), access: .readOnly)
      do {
        _ = try ledger.query(request, cancellation: CancellationToken(lookCountMax: look))
        Issue.record("look \(look) ended nothing")
      } catch QueryFailure.cancelled {}
      #expect(try ledger.query(request).table.rows == expected, "after look \(look)")
    }
  }
}

@Suite("Demo: progress of questions")
struct QuestionProgressTests {
  @Test("whoever asks is told how far the log is folded, then how many rows were read")
  func progress() throws {
    let folder = try TemporaryFolder("demo")
    _ = try DemoPlayer.play(DemoOptions(eventCount: 20_000), at: folder.path("a"))
    let ledger = try Ledger.open(at: folder.path("a"), access: .readOnly)
    var folded: [UInt64] = []
    var rows: [UInt64] = []
    let note = { (progress: QuestionProgress) in
      switch progress {
      case .folding(let position, let head):
        #expect(head == 20_000 && rows.isEmpty)
        folded.append(position)
      case .reading(let count): rows.append(count)
      }
    }
    let request = QueryRequest("views | summarize n = count()")
    let answer = try ledger.query(request, progress: note)
    #expect(folded.count >= 3 && folded.last ?? 0 > 12_000, "\(folded)")
    #expect(rows == rows.sorted() && !rows.isEmpty)
    #expect(answer.table.rows == [[.integer(Int64(rows.last ?? 0))]])
    // What is folded already is not folded again, and nobody hears of the next question.
    (folded, rows) = ([], [])
    _ = try ledger.query(request, progress: note)
    #expect(folded.isEmpty && !rows.isEmpty)
    rows = []
    _ = try ledger.query(request)
    #expect(rows.isEmpty)
  }
}
