import Catalog
import LedgerModel
import Projections

/// A log that is made while it is read: a campaign, so many units under one province, five duties
/// that each of them owes, and two pieces of evidence for each unit and duty.
struct DutyLog: EventSource {
  let bearerCount: Int

  static let dutyCount = 5
  private static let factCount = 2
  /// Midnight of 1 July 2021 in Viet Nam.
  private static let start = CivilZone.vietnam.start(of: Day(number: 18_809))

  private let types: [String: EventType]

  init(bearerCount: Int) throws {
    self.bearerCount = bearerCount
    var types: [String: EventType] = [:]
    for name in [
      "campaign.created", "orgunit.registered", "duty.declared", "material.shared",
    ] {
      guard let type = EventCatalog.type(name) else {
        throw BenchError(description: "the catalogue has no \(name)")
      }
      types[name] = type
    }
    self.types = types
  }

  private var factStart: Int { 2 + bearerCount + DutyLog.dutyCount }

  var head: Position {
    Position(UInt64(factStart + bearerCount * DutyLog.dutyCount * DutyLog.factCount))
  }

  /// When everything is known and the duties are past due.
  var end: Instant { DutyLog.instant(62) }

  /// So many days behind the start.
  private static func instant(_ days: Double) -> Instant {
    Instant(microseconds: start.microseconds + Int64(days * 86_400e6))
  }

  func forEach(
    after: Position, through: Position, types: Set<String>,
    _ body: (RecordedEvent) throws -> Void
  ) throws {
    let end = min(through, head)
    guard after < end else { return }
    for number in (after.number + 1)...end.number {
      if number > UInt64(factStart), !types.contains("material.shared") { return }
      if let event = event(at: Position(number)), types.contains(event.typeName) {
        try body(event)
      }
    }
  }

  func event(at position: Position) -> RecordedEvent? {
    guard position > .empty, position <= head else { return nil }
    let number = Int(position.number)
    switch number {
    case 1: return recorded(position, "campaign.created", DutyLog.campaign)
    case 2: return recorded(position, "orgunit.registered", DutyLog.unit("province", nil))
    case ..<(3 + bearerCount):
      return recorded(
        position, "orgunit.registered", DutyLog.unit("u\(number - 3)", "province"))
    case ...factStart:
      return recorded(position, "duty.declared", DutyLog.duty(number - 3 - bearerCount))
    default: return fact(position, number - factStart - 1)
    }
  }

  func position(recordedBy instant: Instant) -> Position { instant < DutyLog.start ? .empty : head }

  func recorded(at position: Position) -> Instant? { event(at: position)?.recorded }

  private func recorded(
    _ position: Position, _ type: String, _ data: [NamedValue], unit: String? = nil,
    at time: Instant = DutyLog.start
  ) -> RecordedEvent? {
    types[type].map {
      RecordedEvent(
        position: position, recorded: time,
        event: Event(
          id: "e\(position.number)", source: "bench", type: $0, time: time, campaign: "c",
          unit: unit, data: data))
    }
  }

  /// Facts come unit by unit over sixty days, so that some of every duty are in time.
  private func fact(_ position: Position, _ number: Int) -> RecordedEvent? {
    let round = bearerCount * DutyLog.dutyCount
    let (duty, bearer) = (number % DutyLog.dutyCount, number / DutyLog.dutyCount % bearerCount)
    let time = DutyLog.instant(Double(bearer * 31 % 60) + Double(number / round) * 0.4)
    return recorded(
      position, "material.shared",
      [
        NamedValue("material", .text("m\(duty)")), NamedValue("channel", .text("facebook")),
        NamedValue("audience", .text("community")),
      ], unit: "u\(bearer)", at: time)
  }

  private static let campaign = [
    NamedValue("campaign", .text("c")), NamedValue("title", .text("bench")),
    NamedValue("owner", .text("province")), NamedValue("plan", .text("d")),
    NamedValue("opens", .date(Day(number: 18_809))),
    NamedValue("closes", .date(Day(number: 18_870))),
    NamedValue("zone", .text("Asia/Ho_Chi_Minh")),
    NamedValue("levels", .list([.text("provincial"), .text("upper")])),
  ]

  private static func unit(_ id: String, _ parent: String?) -> [NamedValue] {
    let level = FieldValue.text(parent == nil ? "provincial" : "upper")
    let own = [
      NamedValue("unit", .text(id)), NamedValue("kind", level), NamedValue("level", level),
      NamedValue("name", .text(id)),
    ]
    return own + (parent.map { [NamedValue("parent", .text($0))] } ?? [])
  }

  private static func duty(_ number: Int) -> [NamedValue] {
    [
      NamedValue("duty", .text("D\(number)")), NamedValue("title", .text("D\(number)")),
      NamedValue("kind", .text("share")), NamedValue("provision", .text("p")),
      NamedValue("origin", .text("stated")), NamedValue("holder", .text("units | at level upper")),
      NamedValue("opens", .date(Day(number: 18_809))),
      NamedValue("window_end", .date(Day(number: 18_870))),
      NamedValue("due", .date(Day(number: 18_840 + Int32(number)))),
      NamedValue("boundary", .text("by")), NamedValue("cardinality", .text("each")),
      NamedValue("judged", .bool(true)),
      NamedValue(
        "met_by", .list([.text("material.shared where material == \"m\(number)\"")])),
    ]
  }
}
