import Catalog
import EventLog
import Foundation
import LedgerModel
import Testing
import Vault

/// A new ledger in a folder of its own, with a campaign and a few units.
final class LedgerFixture {
  let folder: TemporaryFolder
  private(set) var log: EventLog
  private let seed: UInt64

  init(seed: UInt64 = 1, seeded: Bool = true) throws {
    folder = try TemporaryFolder()
    self.seed = seed
    log = try EventLog.create(
      at: folder.path + "/ledger", randomness: SeededRandomness(seed: seed))
    if seeded {
      let outcomes = try log.append(try Self.beginning(), recording: .constant(Self.start))
      #expect(outcomes.allSatisfy { $0.rejection == nil }, "\(outcomes)")
    }
  }

  var path: String { folder.path + "/ledger" }

  static let start = august(1, hour: -12 * 24)

  /// Lets go of the ledger and opens it again.
  func reopen() throws {
    let path = path
    log = try EventLog.open(at: path, isReadOnly: true)
    log = try EventLog.open(at: path, randomness: SeededRandomness(seed: seed))
  }

  /// Appends one event with a clock that stands at `now`.
  @discardableResult
  func append(_ event: Event, now: Instant = august(20)) throws -> AppendOutcome {
    try log.append([event], recording: .constant(now))[0]
  }

  /// A campaign, the province, two districts and a grassroots union, a document and a duty.
  static func beginning() throws -> [Event] {
    [
      try event(
        "campaign.created", id: "c",
        [
          ("campaign", .text("dak-lak")), ("title", .text("Tuyên truyền")),
          ("owner", .text("province")), ("opens", .date(.july(1))), ("closes", .date(.august(31))),
          ("plan", .text("KH-tinh")), ("zone", .text("Asia/Ho_Chi_Minh")),
          ("levels", .list([.text("province"), .text("upper"), .text("grassroots")])),
          ("kinds", .record([NamedValue("ldld-tinh", .text("province"))])),
          (
            "contents",
            .list([
              .record([NamedValue("content", .text("C2")), NamedValue("title", .text("NQ 02"))])
            ])
          ),
        ], campaign: nil),
      try unit("province", parent: nil), try unit("upper-a", parent: "province"),
      try unit("upper-b", parent: "province"), try unit("g1", parent: "upper-a"),
      try event(
        "document.registered", id: "doc",
        [("document", .text("KH-tinh")), ("organ_name", .text("LĐLĐ tỉnh"))]),
      try event(
        "plan.issued", id: "plan",
        [
          ("document", .text("KH-tinh")),
          (
            "provisions",
            .list([
              .record([
                NamedValue("provision", .text("III.2")), NamedValue("label", .text("2")),
                NamedValue("text", .text("báo cáo")),
              ])
            ])
          ),
        ]),
      try duty("O11", due: .august(5)),
    ]
  }

  static func event(
    _ type: String, id: String, _ data: [(String, FieldValue)], campaign: String? = "dak-lak",
    unit: String? = nil, time: Instant = start
  ) throws -> Event {
    Event(
      id: id, source: "test", type: try EventLogTests.type(type), time: time, campaign: campaign,
      unit: unit, actor: .text("system:test"), data: data.map { NamedValue($0.0, $0.1) })
  }

  static func unit(_ id: String, parent: String?, opened: Day? = nil) throws -> Event {
    var data: [(String, FieldValue)] = [
      ("unit", .text(id)), ("kind", .text("ldld-tinh")), ("level", .text("province")),
    ]
    if let parent { data.append(("parent", .text(parent))) }
    data.append(("name", .text("Đơn vị \(id)")))
    if let opened { data.append(("opened", .date(opened))) }
    return try event("orgunit.registered", id: "unit-\(id)", data)
  }

  static func duty(_ id: String, due: Day, eventId: String? = nil) throws -> Event {
    try event(
      "duty.declared", id: eventId ?? "duty-\(id)",
      [
        ("duty", .text(id)), ("title", .text("Báo cáo")), ("kind", .text("report")),
        ("provision", .text("III.2")), ("origin", .text("stated")),
        ("holder", .text("units | at level upper")), ("opens", .date(.july(1))),
        ("window_end", .date(.august(31))), ("due", .date(due)), ("boundary", .text("before")),
        ("cardinality", .text("each")), ("judged", .bool(true)),
      ])
  }

  static func report(
    _ id: String, version: Int64, by unit: String = "upper-a", time: Instant = august(4)
  ) throws -> Event {
    try event(
      "report.submitted", id: "\(id)-v\(version)",
      [
        ("report", .text(id)), ("version", .integer(version)), ("to_unit", .text("province")),
      ], unit: unit, time: time)
  }

  /// One of many small events about a numbered person.
  static func study(_ number: Int, person: Int? = nil, time: Instant = august(2)) throws -> Event {
    try event(
      "study.selfstudy.completed", id: "study-\(number)",
      [
        ("person", .account(Account(issuer: "zalo", identifier: "person\(person ?? number)"))),
        ("content", .text("C2")), ("method", .text("declared")),
      ], unit: "g1", time: time)
  }
}

extension Day {
  /// A day in July 2021.
  static func july(_ day: Int) -> Day { Day(number: Int32(18_809 + day - 1)) }
}

extension AppendOutcome {
  /// The rule that refused the event; none if it was taken.
  var refusedBy: LedgerRule? { rejection?.rule }
}
