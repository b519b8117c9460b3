import Catalog
package import LedgerModel

/// A log written by hand. Times are local to the campaign (`08-05 09:00` of 2021, +07:00), days
/// `08-05`, lengths `20m`; texts become what the catalogue says the field is.
struct TestLog {
  private(set) var events: [RecordedEvent] = []

  /// Appends an event, recorded at once unless said otherwise; `recorded` never goes back.
  @discardableResult
  mutating func add(
    _ type: String, _ time: String, recorded: String? = nil, unit: String? = nil,
    actor: String? = "system:test", obligation: String? = nil, campaign: String? = "kh",
    _ data: KeyValuePairs<String, FieldValue> = [:]
  ) -> Position {
    guard let type = EventCatalog.type(type) else { preconditionFailure("no event \(type)") }
    let fields = data.filter { $0.value != .null }.map { name, value in
      guard let field = type.field(named: name) else {
        preconditionFailure("\(type.name) has no field \(name)")
      }
      return NamedValue(name, TestLog.typed(value, field.type))
    }
    let event = Event(
      id: "e\(events.count + 1)", source: "urn:test", type: type, time: instant(time),
      campaign: campaign, unit: unit, actor: actor.map { .text($0) }, obligation: obligation,
      data: fields)
    return add(event, recorded: instant(recorded ?? time))
  }

  @discardableResult
  mutating func add(_ event: Event, recorded: Instant) -> Position {
    let position = Position(UInt64(events.count + 1))
    let last = events.last?.recorded ?? recorded
    events.append(RecordedEvent(position: position, recorded: max(last, recorded), event: event))
    return position
  }

  private static func typed(_ value: FieldValue, _ type: FieldType) -> FieldValue {
    switch (type, value) {
    case (.instant, .text(let text)): .instant(instant(text))
    case (.date, .text(let text)): .date(day(text))
    case (.duration, .text(let text)): .duration(minutes(text))
    case (.decimal, .text(let text)): ExactDecimal(text).map { .decimal($0) } ?? value
    case (.decimal, .integer(let number)): .decimal(ExactDecimal(mantissa: number))
    case (.position, .integer(let number)): .position(Position(UInt64(number)))
    case (.list(let element), .list(let items)): .list(items.map { typed($0, element) })
    case (.record(let specs), .record(let items)):
      .record(
        items.map { item in
          let spec = specs.first { $0.name == item.name }
          return NamedValue(item.name, spec.map { typed(item.value, $0.type) } ?? item.value)
        })
    case (.map(let element), .record(let items)):
      .record(items.map { NamedValue($0.name, typed($0.value, element)) })
    default: value
    }
  }
}

/// Local time of 2021 as `08-05 09:00` or `08-05 09:00:30`.
func instant(_ text: String) -> Instant {
  let parts = text.split(separator: " ")
  let clock = parts.dropFirst().first.map { $0.split(separator: ":").map { Int64($0) ?? 0 } } ?? []
  let seconds = zip(clock, [Int64(3600), 60, 1]).reduce(Int64(0)) { $0 + $1.0 * $1.1 }
  let midnight = Int64(day(String(parts[0])).number) * 86_400 - 7 * 3600
  return Instant(microseconds: (midnight + seconds) * 1_000_000)
}

/// A day of 2021 as `08-05`.
func day(_ text: String) -> Day {
  let parts = text.split(separator: "-").map { Int32($0) ?? 0 }
  let lengths: [Int32] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return Day(number: 18_628 + lengths.prefix(Int(parts[0]) - 1).reduce(0, +) + parts[1] - 1)
}

/// A length as `20m`.
func minutes(_ text: String) -> TimeSpan {
  TimeSpan(microseconds: (Int64(text.dropLast()) ?? 0) * 60_000_000)
}

extension FieldValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
}
extension FieldValue: ExpressibleByUnicodeScalarLiteral {
  package init(unicodeScalarLiteral value: String) { self = .text(value) }
}
extension FieldValue: ExpressibleByExtendedGraphemeClusterLiteral {
  package init(extendedGraphemeClusterLiteral value: String) { self = .text(value) }
}
extension FieldValue: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
}
extension FieldValue: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}
extension FieldValue: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: FieldValue...) { self = .list(elements) }
}
extension FieldValue: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, FieldValue)...) {
    self = .record(elements.map { NamedValue($0, $1) })
  }
}
