import Catalog
import EventLog
import LedgerModel
import Vault

struct NoSuchType: Error { let name: String }

/// The events that the children append: each follows from its number alone.
enum Script {
  static let start = Instant(microseconds: 1_627_776_000_000_000)
  static let clock = RecordingClock.constant(start)

  /// A ledger with one unit that everything hangs on, its index and vault made.
  static func create(at path: String) throws {
    let log = try EventLog.create(at: path, randomness: SeededRandomness(seed: 1))
    let outcomes = try log.append([try unit("root"), try office(0)], recording: clock)
    for outcome in outcomes where outcome.position == nil { say("WRONG \(outcome)") }
    log.close()
  }

  static func open(_ path: String) throws -> EventLog {
    try EventLog.open(at: path, randomness: SeededRandomness(seed: 1))
  }

  /// The event of a number: every tenth brings a person and their name, so the vault is written.
  static func event(_ number: Int, of writer: Int = 0) throws -> Event {
    number % 10 == 9
      ? try office(number, of: writer) : try unit("u\(writer)-\(number)")
  }

  static func unit(_ id: String) throws -> Event {
    try event(
      "orgunit.registered", id: id,
      [
        ("unit", .text(id)), ("kind", .text("ldld-huyen")), ("level", .text("upper")),
        ("name", .text("LĐLĐ huyện số \(id)")),
      ])
  }

  static func office(_ number: Int, of writer: Int = 0) throws -> Event {
    try event(
      "office.assumed", id: "o\(writer)-\(number)",
      [
        ("office", .text("o\(writer)-\(number)")),
        ("person", .account(Account(identifier: "official\(number % 400)"))),
        ("position", .text("chair")), ("on", .date(Day(number: 18_840))),
        ("name", .text("Y Bhiu Niê \(number)")),
      ], unit: "root")
  }

  private static func event(
    _ type: String, id: String, _ data: [(String, FieldValue)], unit: String? = nil
  ) throws -> Event {
    guard let known = EventCatalog.type(type) else { throw NoSuchType(name: type) }
    return Event(
      id: id, source: "child", type: known, time: start, unit: unit,
      actor: .text("system:child"), data: data.map { NamedValue($0.0, $0.1) })
  }
}
