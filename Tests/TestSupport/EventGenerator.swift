package import Catalog
package import LedgerModel

/// Draws random events that satisfy the catalogue, for any type.
///
/// What they name need not exist anywhere: only rules that need no ledger are respected.
package struct EventGenerator {
  /// Whether persons are pseudonyms and personal values commitments, as in the log; otherwise
  /// accounts and clear text, as in files.
  private let isStored: Bool
  package var random: SeededGenerator

  package init(seed: UInt64, isStored: Bool) {
    random = SeededGenerator(seed: seed)
    self.isStored = isStored
  }

  /// A valid event of that type; optional fields are there half of the time.
  package mutating func event(of type: EventType) -> Event {
    var fields = record(EventType.commonFields + type.fields)
    for rule in type.rules { apply(rule, type, &fields) }
    let needs = type.envelope
    return Event(
      id: word() + "-" + String(random.next(), radix: 36), source: "urn:test:" + word(),
      type: type, subject: maybe { $0.word() }, time: instant(),
      campaign: needs.contains(.campaign) ? "kh121" : maybe { $0.word() },
      unit: needs.contains(.orgunit) ? "u" + word() : maybe { $0.word() },
      actor: needs.contains(.actor) ? person() : maybe { $0.person() },
      provision: needs.contains(.provision) ? word() : maybe { $0.word() },
      obligation: needs.contains(.obligation) ? "kh121/O11/u1" : maybe { $0.word() },
      causation: maybe { $0.word() }, correlation: maybe { $0.word() }, data: fields)
  }

  private mutating func apply(_ rule: EventRule, _ type: EventType, _ fields: inout [NamedValue]) {
    switch rule {
    case .oneOf(let names):
      guard !fields.contains(where: { names.contains($0.name) }), let name = names.first,
        let spec = type.field(named: name)
      else { return }
      set(spec, value(spec), in: &fields, type)
    case .intervalOrder(let start, let end):
      guard let first = type.field(named: start), let last = type.field(named: end) else { return }
      let from = UInt64.random(in: 0..<40_000_000_000, using: &random)
      let isDate = first.type == .date
      func moment(_ days: UInt64) -> FieldValue {
        isDate
          ? .date(Day(number: Int32(truncatingIfNeeded: days % 30_000)))
          : .instant(Instant(microseconds: Int64(days)))
      }
      set(first, moment(from % 10_000), in: &fields, type)
      set(last, moment(from % 10_000 + 1 + from % 99), in: &fields, type)
    default: break
    }
  }

  private func set(
    _ spec: FieldSpec, _ value: FieldValue, in fields: inout [NamedValue], _ type: EventType
  ) {
    fields.removeAll { $0.name == spec.name }
    fields.append(NamedValue(spec.name, value))
    fields.sort {
      (type.field(named: $0.name)?.number ?? 0) < (type.field(named: $1.name)?.number ?? 0)
    }
  }

  private mutating func record(_ specs: [FieldSpec]) -> [NamedValue] {
    var result: [NamedValue] = []
    for spec in specs.sorted(by: { $0.number < $1.number })
    where spec.isRequired || Bool.random(using: &random) {
      result.append(NamedValue(spec.name, value(spec)))
    }
    return result
  }

  private mutating func value(_ spec: FieldSpec) -> FieldValue {
    guard isStored, spec.privacy != .open else {
      return spec.name.hasSuffix("version")
        ? .integer(Int64.random(in: 1...9, using: &random)) : value(spec.type)
    }
    return .commitment((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  private mutating func value(_ type: FieldType) -> FieldValue {
    switch type {
    case .text, .declares: .text(word())
    case .reference(let kind): kind == .person ? person() : .text(word())
    case .integer: .integer(Int64(random.next() >> UInt64.random(in: 1...63, using: &random)))
    case .decimal: decimal()
    case .bool: .bool(Bool.random(using: &random))
    case .instant: .instant(instant())
    case .date: .date(Day(number: Int32.random(in: 0...30_000, using: &random)))
    case .duration:
      .duration(TimeSpan(microseconds: Int64.random(in: 0...9_000_000_000, using: &random)))
    case .position: .position(Position(UInt64.random(in: 1...9_000_000, using: &random)))
    case .choice(let words): .text(words.randomElement(using: &random) ?? "")
    case .list(let element): list(element)
    case .record(let specs): .record(record(specs))
    case .map(let element): .record(map { $0.value(element) })
    case .any: any(depth: 0, isTop: true)
    }
  }

  private mutating func list(_ element: FieldType) -> FieldValue {
    .list((0..<Int.random(in: 1...4, using: &random)).map { _ in value(element) })
  }

  /// Entries in the order of a deterministic map: shorter names first.
  private mutating func map(_ value: (inout EventGenerator) -> FieldValue) -> [NamedValue] {
    var entries: [String: FieldValue] = [:]
    for _ in 0..<Int.random(in: 1...4, using: &random) { entries[word()] = value(&self) }
    return entries.sorted {
      $0.key.utf8.count == $1.key.utf8.count
        ? $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        : $0.key.utf8.count < $1.key.utf8.count
    }.map { NamedValue($0.key, $0.value) }
  }

  private mutating func any(depth: Int, isTop: Bool) -> FieldValue {
    if isTop { return .record(map { $0.any(depth: 1, isTop: false) }) }
    switch Int.random(in: 0..<(depth < 3 ? 7 : 5), using: &random) {
    case 0: return .null
    case 1: return .text(word())
    case 2: return .integer(Int64.random(in: -1000...1000, using: &random))
    case 3:
      return .decimal(
        ExactDecimal(mantissa: Int64.random(in: -999...999, using: &random), scale: 2))
    case 4: return .bool(true)
    case 5: return .list([any(depth: depth + 1, isTop: false)])
    default: return .record(map { $0.any(depth: depth + 1, isTop: false) })
    }
  }

  private mutating func person() -> FieldValue {
    isStored
      ? .text("p" + String(random.next(), radix: 32))
      : .account(Account(issuer: maybe { $0.word() } ?? "", identifier: word()))
  }

  private mutating func decimal() -> FieldValue {
    let digits = Int64(bitPattern: random.next()) >> Int64.random(in: 4...60, using: &random)
    return .decimal(ExactDecimal(mantissa: digits, scale: UInt8.random(in: 0...6, using: &random)))
  }

  private mutating func instant() -> Instant {
    Instant(
      microseconds: Int64.random(in: 1_500_000_000...1_700_000_000, using: &random) * 1_000_000)
  }

  private mutating func maybe<T>(_ value: (inout EventGenerator) -> T) -> T? {
    Bool.random(using: &random) ? value(&self) : nil
  }

  private mutating func word() -> String {
    let words = ["a", "đoàn", "Krông Pắc", "nghị-quyết", "x9", "Ea H'leo", "báo cáo tháng 8/2021"]
    let suffix = UInt16.random(in: 0...999, using: &random)
    return (words.randomElement(using: &random) ?? "w") + "\(suffix)"
  }
}
