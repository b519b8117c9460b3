import Catalog
import LedgerModel

typealias NaiveRow = [String: Value]

/// What is known at a position, worked out in the plainest way: no state, no increments, every
/// row from a search over all events. Slow on purpose; shares nothing with the folds.
struct NaiveLedger {
  struct Fact {
    let position: UInt64
    let recorded: Instant
    var event: Event

    var key: String { "#\(position)" }
    var time: Instant { event.time }
    func text(_ name: String) -> String? { event[name]?.text }
    func value(_ name: String) -> FieldValue? { event[name] }
  }

  /// Live events with live corrections applied, in log order.
  private(set) var facts: [Fact] = []
  /// Every known event as it was stored, with whether a live void names it.
  private(set) var known: [(fact: Fact, isDead: Bool)] = []

  init(_ events: [RecordedEvent], through position: Int) {
    var dead: Set<UInt64> = []
    var patches: [UInt64: [FieldValue]] = [:]
    for stored in events.prefix(position).reversed() {
      let number = stored.position.number
      var event = stored.event
      for patch in patches[number] ?? [] { NaiveLedger.apply(patch, to: &event) }
      let fact = Fact(position: number, recorded: stored.recorded, event: event)
      known.insert((fact, dead.contains(number)), at: 0)
      if dead.contains(number) { continue }
      facts.insert(fact, at: 0)
      guard let target = event["target"]?.position?.number, target < number else { continue }
      if event.type.name == "entry.voided" { dead.insert(target) }
      if event.type.name == "entry.corrected", let patch = event["patch"] {
        patches[target, default: []].insert(patch, at: 0)
      }
    }
  }

  private static func apply(_ patch: FieldValue, to event: inout Event) {
    for item in patch.record ?? [] {
      switch (item.name, item.value) {
      case ("time", .text(let text)): event.time = rfc3339(text)
      case ("orgunit", .text(let text)): event.unit = text
      default:
        var value = item.value
        if case .integer(let number) = value, event.type.field(named: item.name)?.type == .decimal {
          value = .decimal(ExactDecimal(mantissa: number))
        }
        event.data.removeAll { $0.name == item.name }
        event.data.append(NamedValue(item.name, value))
      }
    }
  }

  /// `2021-08-05T09:00:00+07:00`, the only form that the histories use.
  private static func rfc3339(_ text: String) -> Instant {
    let parts = text.dropFirst(5).split(separator: "T")
    return instant("\(parts[0]) \(parts[1].prefix(5))")
  }

  func all(_ types: String...) -> [Fact] { facts.filter { types.contains($0.event.type.name) } }

  /// Live events of the types whose field names the id, in log order.
  func about(_ field: String, _ id: String, _ types: String...) -> [Fact] {
    facts.filter { types.contains($0.event.type.name) && $0.text(field) == id }
  }
}

/// The tree does not change in the histories, so levels and places come straight from the
/// registrations.
extension NaiveLedger {
  func level(of unit: String?) -> Value {
    guard let unit, let found = about("unit", unit, "orgunit.registered").last else { return .none }
    return found.text("level").map { .symbol($0) } ?? .none
  }

  /// The unit's own place, else that of the nearest unit above.
  func place(of unit: String?) -> String? {
    guard let unit, let found = about("unit", unit, "orgunit.registered").last else { return nil }
    return found.text("territory") ?? place(of: found.text("parent"))
  }

  func district(of place: String?) -> String? {
    ["643": "643", "24121": "643", "646": "646"][place ?? ""]
  }

  /// Offices that the person holds on the local day of that instant.
  func offices(of person: String?, at time: Instant) -> [Fact] {
    let day = Int32((time.microseconds + 7 * 3_600_000_000) / 86_400_000_000)
    return about("person", person ?? "", "office.assumed").filter { assumed in
      let end = about("office", assumed.text("office") ?? "", "office.left")
        .last { $0.position > assumed.position }?.value("on")?.date
      let start = assumed.value("on")?.date?.number ?? 0
      return start <= day && end.map { day < $0.number } ?? true
    }
  }

  /// The unit of the principal office: highest level, then earliest start, then id.
  func officeUnit(of person: String?, at time: Instant) -> String? {
    let rank = ["provincial": 0, "upper": 1, "grassroots": 2]
    return offices(of: person, at: time).min { first, second in
      func key(_ fact: Fact) -> (Int, Int32, String) {
        let level = level(of: fact.event.unit)
        guard case .symbol(let name) = level else { return (9, 0, "") }
        return (
          rank[name] ?? 9, fact.value("on")?.date?.number ?? 0, fact.text("office") ?? ""
        )
      }
      return key(first) < key(second)
    }?.event.unit
  }

  /// Official by office, else a member of whatever unit is known.
  func role(of person: String?, at time: Instant, unit: String?) -> Value {
    guard person != nil else { return .none }
    if !offices(of: person, at: time).isEmpty { return .symbol("official") }
    return .symbol(unit == nil ? "other" : "member")
  }
}
