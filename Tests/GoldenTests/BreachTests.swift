import Demo
import LedgerModel
import Testing

/// Question 55: activities that brought people together while a restriction was in force there.
@Suite("Golden: activities under a restriction", .serialized)
struct BreachTests {
  @Test(
    "row by row from the plain events",
    arguments: ["2021-08-05T00:00", "2021-08-10T00:00", "2021-09-01T00:00"])
  func breaches(asOf: String) throws {
    try DemoLedger.use { demo in
      let breaches = try Breaches(demo.raw(by: instant(asOf)))
      let rows = try demo.rows("covid-form/55-breaches", asOf: asOf)
      #expect(differences(rows.sorted(by: earlier), from: breaches.rows.sorted(by: earlier)) == [])
      #expect(!rows.isEmpty)
      let order = rows.compactMap { row -> Instant? in
        if case .instant(let time) = row[0] { time } else { nil }
      }
      #expect(order == order.sorted())
    }
  }

  /// What the play knows: it alone knows where everybody really met.
  @Test func studySessionsAreThoseOfThePlay() throws {
    try DemoLedger.use { demo in
      let breaches = try Breaches(demo.raw(by: instant("2021-09-01T00:00")))
      #expect(breaches.sessions == demo.record.breaches)
    }
  }

  private func earlier(_ left: [Value], _ right: [Value]) -> Bool { "\(left)" < "\(right)" }
}

private struct Breaches {
  private struct Restriction {
    let territory: String
    let starts: Instant
    let ends: Instant?
  }

  /// Rows of the query: at, unit, territory, place_known, form, attended, measures.
  private(set) var rows: [[Value]] = []
  /// Study sessions among them.
  private(set) var sessions = 0

  private let tree: RawTree
  private let places: RawPlaces
  private let restrictions: [Restriction]

  init(_ raw: RawLedger) throws {
    tree = RawTree(raw)
    places = try RawPlaces()
    let lifted = raw.last("restriction.lifted", by: "restriction")
    restrictions = raw.last("restriction.declared", by: "restriction").compactMap { id, fact in
      guard let territory = fact.text("territory"), let starts = fact.event.instant("starts")
      else { return nil }
      let ends = [fact.event.instant("ends"), lifted[id]?.event.instant("lifted")]
      return Restriction(territory: territory, starts: starts, ends: ends.compactMap { $0 }.min())
    }
    addSessions(raw)
    for fact in raw.all("quiz.mobilised")
    where ["meeting", "paper"].contains(fact.text("channel") ?? "") {
      add(fact, at: nil, form: "in_person", heads: nil)
    }
  }

  private mutating func addSessions(_ raw: RawLedger) {
    let planned = raw.last("study.session.planned", by: "session")
    let cancelled = raw.last("study.session.cancelled", by: "session")
    for (session, held) in raw.last("study.session.held", by: "session") {
      if let off = cancelled[session], off.position > held.position { continue }
      guard let form = held.text("form"), form != "online" else { continue }
      let attendees = held.event["attendees"]?.list.map { Int64($0.count) }
      let before = rows.count
      add(
        held, at: held.text("place") ?? planned[session]?.text("place"), form: form,
        heads: held.event.integer("count") ?? attendees)
      sessions += rows.count - before
    }
  }

  /// Notes the activity if a restriction was in force where it was; a place that nobody wrote
  /// down is that of the unit, or of the nearest unit above that has one.
  private mutating func add(
    _ fact: RawLedger.Fact, at place: String?, form: String, heads: Int64?
  ) {
    guard let unit = fact.event.unit else { return }
    let line = tree.line(of: unit, on: day(of: fact.time))
    let units = place.map { [$0] } ?? line.compactMap { tree.units[$0]?.territory }
    guard let territory = units.first else { return }
    let around = places.line(of: territory)
    let isRestricted = restrictions.contains { restriction in
      around.contains(restriction.territory) && restriction.starts <= fact.time
        && restriction.ends.map { fact.time < $0 } ?? true
    }
    guard isRestricted else { return }
    rows.append([
      .instant(fact.time), .entity(unit), .entity(territory), .bool(place != nil), .symbol(form),
      heads.map { .integer($0) } ?? .none,
      .set(fact.event.texts("measures").sorted().map { .string($0) }),
    ])
  }
}
