import Catalog
import LedgerModel
import Testing

/// Voids and corrections of voids and corrections, each worked out by hand: what #1, a report of
/// unit A at hour 10, comes to say and whether it stands, at every position.
@Suite("Amendments: worked examples")
struct AmendmentsTests {
  private struct Log {
    var events: [RecordedEvent] = []
    var amendments = Amendments()

    init() throws {
      for unit in ["A", "B"] {
        try add(
          "report.submitted", unit: unit, hour: 10,
          [
            ("report", .text("r-\(unit)")), ("version", .integer(1)), ("to_unit", .text("P")),
          ])
      }
    }

    mutating func add(
      _ name: String, unit: String? = nil, hour: Int64 = 0, _ data: [(String, FieldValue)]
    ) throws {
      let type = try #require(EventCatalog.type(name))
      let position = Position(UInt64(events.count + 1))
      let event = RecordedEvent(
        position: position, recorded: AmendmentsTests.hour(Int64(events.count)),
        event: Event(
          id: "e\(position.number)", source: "t", type: type, time: AmendmentsTests.hour(hour),
          unit: unit, data: data.map { NamedValue($0.0, $0.1) }))
      events.append(event)
      amendments.add(event)
    }

    /// Appends a void and returns its position.
    @discardableResult
    mutating func void(_ target: UInt64) throws -> UInt64 {
      try add(
        "entry.voided", [("target", .position(Position(target))), ("reason", .text("x"))])
      return UInt64(events.count)
    }

    @discardableResult
    mutating func correct(_ target: UInt64, _ patch: [(String, FieldValue)]) throws -> UInt64 {
      let patch = FieldValue.record(patch.map { NamedValue($0.0, $0.1) })
      try add(
        "entry.corrected",
        [("target", .position(Position(target))), ("patch", patch), ("reason", .text("x"))])
      return UInt64(events.count)
    }

    /// The hour that an event says at a horizon; none while it is struck out.
    func hour(_ position: UInt64 = 1, at horizon: UInt64? = nil) -> Int64? {
      let end = Position(horizon ?? UInt64(events.count))
      let standing = amendments.standing(events[Int(position) - 1], at: end)
      if standing.isVoided { return nil }
      return standing.event.event.time.microseconds / TimeSpan.hour.microseconds
    }
  }

  private static func hour(_ hour: Int64) -> Instant {
    Instant(microseconds: hour * TimeSpan.hour.microseconds)
  }

  private func time(_ hour: Int64) -> (String, FieldValue) {
    ("time", .instant(Self.hour(hour)))
  }

  @Test("a void, the void of it, and a third")
  func voidOfVoid() throws {
    var log = try Log()
    let void = try log.void(1)
    let revival = try log.void(void)
    let again = try log.void(revival)
    #expect([2, void, revival, again].map { log.hour(at: $0) } == [10, nil, 10, nil])
    #expect(log.amendments.live(naming: Position(1), at: .never).voids == [Position(void)])
  }

  @Test("two voids: taking one back is not enough")
  func twoVoids() throws {
    var log = try Log()
    let first = try log.void(1)
    let second = try log.void(1)
    try log.void(first)
    #expect(log.hour() == nil)
    try log.void(second)
    #expect(log.hour() == 10)
  }

  @Test("corrections act in the order of their positions, field by field")
  func twoCorrections() throws {
    var log = try Log()
    let first = try log.correct(1, [time(11), ("orgunit", .text("C"))])
    let second = try log.correct(1, [time(12)])
    #expect(log.hour(at: first) == 11 && log.hour(at: second) == 12)
    let standing = log.amendments.standing(log.events[0], at: .never)
    #expect(standing.event.event.unit == "C" && standing.isCorrected)
    try log.void(second)
    #expect(log.hour() == 11)
    try log.void(first)
    #expect(log.hour() == 10)
    #expect(!log.amendments.standing(log.events[0], at: .never).isCorrected)
  }

  @Test("a correction of a correction acts before that one is applied")
  func correctionOfCorrection() throws {
    var log = try Log()
    let first = try log.correct(1, [time(11)])
    let second = try log.correct(1, [("orgunit", .text("C"))])
    let third = try log.correct(first, [("patch", .record([NamedValue("time", time(15).1)]))])
    #expect(log.hour(at: second) == 11 && log.hour(at: third) == 15)
    #expect(log.amendments.standing(log.events[0], at: .never).event.event.unit == "C")
    try log.void(third)
    #expect(log.hour() == 11)
  }

  @Test("a correction of a correction that gives it another target")
  func correctionMovesTarget() throws {
    var log = try Log()
    let first = try log.correct(1, [time(11)])
    let moved = try log.correct(first, [("target", .integer(2))])
    #expect(log.hour(1, at: first) == 11 && log.hour(2, at: first) == 10)
    #expect(log.hour(1, at: moved) == 10 && log.hour(2, at: moved) == 11)
  }

  @Test("a correction of a void that gives it another target")
  func correctionOfVoid() throws {
    var log = try Log()
    let void = try log.void(1)
    let moved = try log.correct(void, [("target", .integer(2))])
    #expect(log.hour(1, at: void) == nil && log.hour(2, at: void) == 10)
    #expect(log.hour(1, at: moved) == 10 && log.hour(2, at: moved) == nil)
    try log.void(moved)
    #expect(log.hour(1) == nil && log.hour(2) == 10)
  }

  @Test("a struck correction stays struck, whatever is corrected in it")
  func correctionOfDeadCorrection() throws {
    var log = try Log()
    let first = try log.correct(1, [time(11)])
    try log.void(first)
    try log.correct(first, [("patch", .record([NamedValue("time", time(15).1)]))])
    #expect(log.hour() == 10)
  }

  @Test("what is struck out and put right is both, and comes back right")
  func voidedAndCorrected() throws {
    var log = try Log()
    let void = try log.void(1)
    try log.correct(1, [time(11)])
    #expect(log.hour() == nil)
    try log.void(void)
    #expect(log.hour() == 11)
  }

  @Test("what an amendment may change is found through every amendment between")
  func affected() throws {
    var log = try Log()
    let void = try log.void(1)
    let revival = try log.void(void)
    let moved = try log.correct(void, [("target", .integer(2))])
    #expect(log.amendments.affected(by: Position(revival)) == [Position(void), Position(1)])
    #expect(
      log.amendments.affected(by: Position(moved)) == [Position(void), Position(1), Position(2)])
  }
}
