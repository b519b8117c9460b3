import Catalog
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

/// A small campaign played event by event; dates are days of 2021 in Viet Nam, `"04/8 15:00"`.
struct Play {
  private(set) var events: [RecordedEvent] = []
  /// When plan and units are recorded.
  static let beginning = time("01/7 00:00")

  // MARK: Appending

  /// Appends an event and returns its position. `recorded` is the time itself when left out, and
  /// never earlier than the last.
  @discardableResult
  mutating func append(
    _ type: String, at time: Instant = Play.beginning, recorded: Instant? = nil,
    unit: String? = nil, obligation: String? = nil, campaign: String? = "kh",
    by actor: String? = nil,
    _ data: [(String, FieldValue)]
  ) -> Position {
    guard let type = EventCatalog.type(type) else { preconditionFailure("no type \(type)") }
    let position = Position(UInt64(events.count + 1))
    let known = max(recorded ?? time, events.last?.recorded ?? time)
    let event = Event(
      id: "e\(position.number)", source: "urn:play", type: type, time: time, campaign: campaign,
      unit: unit, actor: actor.map { .text($0) }, obligation: obligation,
      data: data.map { NamedValue($0.0, $0.1) })
    events.append(RecordedEvent(position: position, recorded: known, event: event))
    return position
  }

  /// Events that only take up room, so that positions are those of an example.
  mutating func fill(to position: UInt64) {
    while UInt64(events.count) < position {
      append(
        "target.set", [("target", .text("x")), ("metric", .text("x")), ("value", .integer(1))])
    }
  }

  // MARK: Plan and tree

  /// The campaign with a province and, under it, upper unions.
  init(
    upper: [String] = [], settings: [(String, FieldValue)] = [],
    calendar: [(String, FieldValue)] = [], opens: String = "01/7", closes: String = "31/8"
  ) {
    append(
      "campaign.created",
      [
        ("campaign", .text("kh")), ("title", .text("Kế hoạch")), ("owner", .text("province")),
        ("opens", .date(day(opens))), ("closes", .date(day(closes))), ("plan", .text("doc")),
        ("zone", .text("Asia/Ho_Chi_Minh")),
        ("levels", .list(["central", "provincial", "upper", "grassroots"].map { .text($0) })),
        ("kinds", .record([])), ("calendar", record(calendar)), ("settings", record(settings)),
      ])
    unit("tld", level: "central", parent: nil)
    unit("province", level: "provincial", parent: "tld")
    for name in upper { unit(name, level: "upper", parent: "province") }
  }

  mutating func unit(
    _ unit: String, level: String, parent: String?, opened: String? = nil,
    recorded: Instant = Play.beginning
  ) {
    var data: [(String, FieldValue)] = [
      ("unit", .text(unit)), ("kind", .text(level)), ("level", .text(level)),
      ("name", .text(unit)),
    ]
    if let parent { data.append(("parent", .text(parent))) }
    if let opened { data.append(("opened", .date(day(opened)))) }
    append("orgunit.registered", at: recorded, campaign: nil, data)
  }

  /// A duty; the default is duty R of the examples, a report of each upper union.
  @discardableResult
  mutating func duty(
    _ id: String = "R", kind: String = "report", holder: String = "units | at level upper",
    each: String? = nil, metBy: [String] = ["report.submitted"],
    parts: [(String, [String])] = [], opens: String = "12/7", windowEnd: String = "31/8",
    due: String? = "05/8", dueTime: String? = nil, boundary: String = "before",
    grace: String? = nil, cardinality: String = "each", group: String? = nil, min: Int64? = nil,
    judged: Bool = true, to: String = "parent", at time: Instant = Play.beginning
  ) -> Position {
    var data: [(String, FieldValue)] = [
      ("duty", .text(id)), ("title", .text(id)), ("kind", .text(kind)),
      ("provision", .text("p")), ("origin", .text("stated")), ("holder", .text(holder)),
      ("opens", .date(day(opens))), ("window_end", .date(day(windowEnd))),
      ("boundary", .text(boundary)), ("cardinality", .text(cardinality)),
      ("judged", .bool(judged)), ("to", .text(to)),
    ]
    if parts.isEmpty { data.append(("met_by", .list(metBy.map { .text($0) }))) }
    if !parts.isEmpty {
      let list = parts.map { name, metBy in
        record([("part", .text(name)), ("met_by", .list(metBy.map { .text($0) }))])
      }
      data.append(("parts", .list(list)))
    }
    if let each { data.append(("each", .text(each))) }
    if let due { data.append(("due", .date(day(due)))) }
    if let dueTime { data.append(("due_time", .text(dueTime))) }
    if let grace { data.append(("grace", .text(grace))) }
    if let group { data.append(("group", .text(group))) }
    if let min { data.append(("min", .integer(min))) }
    return append("duty.declared", at: time, data)
  }

  mutating func office(
    _ person: String, in unit: String, from: String = "01/1", office: String? = nil
  ) {
    append(
      "office.assumed", unit: unit, campaign: nil,
      [
        ("office", .text(office ?? "\(person)@\(unit)")), ("person", .text(person)),
        ("position", .text("chair")), ("on", .date(day(from))),
      ])
  }

  // MARK: What happens

  @discardableResult
  mutating func report(
    _ unit: String, _ version: Int64 = 1, at time: String, recorded: String? = nil,
    obligation: String? = nil, id: String? = nil
  ) -> Position {
    append(
      "report.submitted", at: moment(time), recorded: recorded.map { moment($0) },
      unit: unit, obligation: obligation,
      [
        ("report", .text(id ?? "report-\(unit)")), ("version", .integer(version)),
        ("to_unit", .text("province")),
      ])
  }

  @discardableResult
  mutating func returned(_ unit: String, _ version: Int64 = 1, at time: String) -> Position {
    append(
      "report.returned", at: moment(time),
      [
        ("report", .text("report-\(unit)")), ("version", .integer(version)),
        ("reason", .text("figures")),
      ])
  }

  @discardableResult
  mutating func void(_ target: Position, at time: String) -> Position {
    append(
      "entry.voided", at: moment(time), campaign: nil,
      [("target", .position(target)), ("reason", .text("mistake"))])
  }

  @discardableResult
  mutating func correct(
    _ target: Position, _ patch: [(String, FieldValue)], at time: String
  ) -> Position {
    append(
      "entry.corrected", at: moment(time), campaign: nil,
      [("target", .position(target)), ("patch", record(patch)), ("reason", .text("mistake"))])
  }

  @discardableResult
  mutating func merge(
    _ sources: [String], into target: String, on first: String, recorded: String
  ) -> Position {
    append(
      "orgunit.merged", at: moment(recorded), campaign: nil,
      [
        ("sources", .list(sources.map { .text($0) })), ("target", .text(target)),
        ("on", .date(day(first))),
      ])
  }

  // MARK: Asking

  /// The obligations at a position (the head when left out) and a clock.
  func obligations(
    asOf position: Position? = nil, clock: String, assuming: (inout Assumptions) -> Void = { _ in }
  ) throws -> Answers {
    let list = EventList(events)
    var assumptions = Assumptions()
    assuming(&assumptions)
    let registry = SourceRegistry.complete
    let context = ReadingContext(
      reading: Reading(
        position: position ?? list.head, clock: moment(clock), assumptions: assumptions),
      store: ProjectionStore(log: list, folds: registry.folds), registry: registry)
    return Answers(table: try context.obligations, context: context)
  }
}

/// The obligations of one reading, as tests look at them.
struct Answers {
  let table: ObligationTable
  let context: ReadingContext

  /// Rows that are expected.
  var rows: [JudgedObligation] {
    table.rows.filter {
      $0.judgement.status != .waived && $0.judgement.status != .notApplicable
    }
  }

  /// The row of that key behind `kh/`, with `all` also of one that is not expected.
  subscript(key: String) -> JudgedObligation? { table.rows.first { $0.text == "kh/" + key } }

  func status(_ key: String) -> ObligationStatus? { self[key]?.judgement.status }

  /// Names behind the duty, of those that the verb `missing` yields.
  var missing: [String] {
    rows.filter(\.judgement.isMissing).map { String($0.text.split(separator: "/")[2]) }.sorted()
  }
}

// MARK: Times

/// `"04/8 15:00"`, also with seconds and 24:00, in Viet Nam in 2021; a day alone is its start.
func time(_ text: String) -> Instant {
  let parts = text.split(separator: " ")
  let clock = parts.count > 1 ? parts[1].split(separator: ":").map { Double($0) ?? 0 } : [0, 0]
  let seconds = clock[0] * 3_600 + clock[1] * 60 + (clock.count > 2 ? clock[2] : 0)
  let start = CivilZone.vietnam.start(of: day(String(parts[0])))
  return Instant(microseconds: start.microseconds + Int64((seconds * 1_000_000).rounded()))
}

/// The same where a parameter is called `time`.
private func moment(_ text: String) -> Instant { time(text) }

/// `"04/8"` in 2021, or `"04/8/2020"`.
func day(_ text: String) -> Day {
  let parts = text.split(separator: "/").compactMap { Int($0) }
  guard let day = Day(year: parts.count > 2 ? parts[2] : 2021, month: parts[1], day: parts[0])
  else { preconditionFailure("no day \(text)") }
  return day
}

func record(_ fields: [(String, FieldValue)]) -> FieldValue {
  .record(fields.map { NamedValue($0.0, $0.1) })
}

/// A length in days, hours, minutes.
func span(days: Int64 = 0, hours: Int64 = 0, minutes: Int64 = 0) -> TimeSpan {
  TimeSpan(microseconds: ((days * 24 + hours) * 60 + minutes) * 60_000_000)
}
