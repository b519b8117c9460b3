import Demo
import LedgerModel
import Testing

/// Question 37: how long people wait for a person to answer.
@Suite("Golden: response times", .serialized)
struct ResponseTimeTests {
  @Test(
    "every figure from the plain events",
    arguments: ["2021-08-05T00:00", "2021-08-10T00:00", "2021-09-01T00:00"])
  func responseTimes(asOf: String) throws {
    try DemoLedger.use { demo in
      let clock = try instant(asOf)
      let threads = Threads(try demo.raw(by: clock))
      let rows = try demo.rows("feedback/37-response-time", asOf: asOf)
      #expect(differences(rows, from: threads.rows(at: clock)) == [])
    }
  }

  /// The play's own count of opinions that a person answered.
  @Test func answeredAreThoseOfThePlay() throws {
    try DemoLedger.use { demo in
      let threads = Threads(try demo.raw(by: instant("2021-09-01T00:00")))
      #expect(threads.answeredCount == demo.record.answeredThreads)
    }
  }
}

private struct Threads {
  private struct Thread {
    let channel: String
    let received: Instant
    var answered: Instant?
  }

  private var threads: [String: Thread] = [:]

  var answeredCount: Int { threads.values.count { $0.answered != nil } }

  init(_ raw: RawLedger) {
    for fact in raw.all("feedback.received") {
      threads[fact.text("thread") ?? ""] = Thread(
        channel: fact.text("channel") ?? "", received: fact.time)
    }
    for fact in raw.all("feedback.answered") where fact.text("kind") == "human" {
      let thread = fact.text("thread") ?? ""
      let earliest = threads[thread]?.answered ?? fact.time
      threads[thread]?.answered = min(earliest, fact.time)
    }
  }

  /// Rows of the query: channel, received, middle, p90, working, in_24h, in_48h.
  func rows(at clock: Instant) -> [[Value]] {
    let channels = ["zalo", "facebook", "portal", "phone", "direct"]
    let groups = channels.compactMap { channel -> [Value]? in
      let group = threads.values.filter { $0.channel == channel }
      return group.isEmpty ? nil : [.symbol(channel)] + figures(group, clock)
    }
    return groups + [[.none] + figures(Array(threads.values), clock)]
  }

  private func figures(_ group: [Thread], _ clock: Instant) -> [Value] {
    let answered = group.compactMap { thread in thread.answered.map { (thread.received, $0) } }
    let waits = answered.map { $1.microseconds - $0.microseconds }
    let working = answered.map { Threads.workingTime(from: $0, to: $1) }
    return [
      .integer(Int64(group.count)), Threads.smallest(50, of: waits),
      Threads.smallest(90, of: waits), Threads.smallest(50, of: working),
      Threads.share(group, within: 24, clock), Threads.share(group, within: 48, clock),
    ]
  }

  /// The ⌈q·n⌉-th smallest.
  private static func smallest(_ percent: Int, of spans: [Int64]) -> Value {
    guard !spans.isEmpty else { return .none }
    let rank = (percent * spans.count + 99) / 100
    return .duration(TimeSpan(microseconds: spans.sorted()[rank - 1]))
  }

  /// Answered in time, of those that have been there long enough.
  private static func share(_ group: [Thread], within hours: Int64, _ clock: Instant) -> Value {
    let limit = hours * 3_600_000_000
    let old = group.filter { $0.received.microseconds <= clock.microseconds - limit }
    let met = old.count { thread in
      thread.answered.map { $0.microseconds - thread.received.microseconds <= limit } ?? false
    }
    return Ratio(Int128(met), Int128(old.count)).map { .ratio($0) } ?? .none
  }

  /// Minutes of 07:30–11:30 and 13:30–17:00, Monday to Friday; no holiday lies in the play.
  private static func workingTime(from first: Instant, to last: Instant) -> Int64 {
    let minute: Int64 = 60_000_000
    var sum: Int64 = 0
    for number in day(of: first).number...day(of: last).number {
      // Day 0 was a Thursday.
      guard (number + 3) % 7 < 5 else { continue }
      let midnight = start(of: Day(number: number)).microseconds
      for (from, until) in [(450, 690), (810, 1_020)] as [(Int64, Int64)] {
        let low = max(first.microseconds, midnight + from * minute)
        let high = min(last.microseconds, midnight + until * minute)
        sum += max(0, high - low)
      }
    }
    return sum
  }
}
