import Catalog

/// How a value is read and checked in one pass: the catalogue's type, worked out once.
enum ScanShape: Sendable {
  case text, person, decimal, bool, instant, date, duration, position, any
  /// Whether it counts something and so cannot be negative.
  case integer(isCount: Bool)
  case choice(ScanNames)
  indirect case list(ScanShape)
  case record(ScanRecord)
  indirect case map(ScanShape)

  init(_ type: FieldType) {
    switch type {
    case .reference(.person): self = .person
    case .text, .reference, .declares: self = .text
    case .integer(let kind): self = .integer(isCount: kind != nil)
    case .decimal: self = .decimal
    case .bool: self = .bool
    case .instant: self = .instant
    case .date: self = .date
    case .duration: self = .duration
    case .position: self = .position
    case .any: self = .any
    case .choice(let words): self = .choice(ScanNames(words))
    case .list(let element): self = .list(ScanShape(element))
    case .record(let fields): self = .record(ScanRecord(fields))
    case .map(let element): self = .map(ScanShape(element))
    }
  }
}

/// A closed list of names, found by their bytes.
final class ScanNames: Sendable {
  let names: [String]
  private let bytes: [[UInt8]]

  init(_ names: [String]) {
    self.names = names
    bytes = names.map { Array($0.utf8) }
  }

  /// The place of a name. Files name fields in the order of the catalogue nearly always, so it is
  /// looked for from `hint` on.
  func index(of range: Range<Int>, in text: Span<UInt8>, from hint: Int) -> Int? {
    for index in hint..<bytes.count where matches(index, range, text) { return index }
    for index in 0..<min(hint, bytes.count) where matches(index, range, text) { return index }
    return nil
  }

  private func matches(_ index: Int, _ range: Range<Int>, _ text: Span<UInt8>) -> Bool {
    guard bytes[index].count == range.count else { return false }
    for place in 0..<range.count
    where bytes[index][place] != text[range.lowerBound &+ place] { return false }
    return true
  }
}

/// The fields of a record in the order in which they are stored.
final class ScanRecord: Sendable {
  let names: ScanNames
  let shapes: [ScanShape]
  /// Whether the value is kept in the vault or hashed.
  let isProtected: [Bool]
  /// Whether it counts versions, from 1 on.
  let isVersion: [Bool]
  /// One bit for each field that must be there.
  let required: UInt64
  /// Records with more fields are not read in one pass.
  static let fieldCountMax = 64
  let isReadable: Bool

  init(_ fields: [FieldSpec]) {
    let fields = fields.sorted { $0.number < $1.number }
    names = ScanNames(fields.map(\.name))
    shapes = fields.map { ScanShape($0.type) }
    isProtected = fields.map { $0.privacy != .open }
    isVersion = fields.map { EventRule.versionFields.contains($0.name) }
    isReadable = fields.count <= Self.fieldCountMax
    var required: UInt64 = 0
    for (index, field) in fields.enumerated() where isReadable && field.isRequired {
      required |= 1 << UInt64(index)
    }
    self.required = required
  }
}

/// What the one pass needs to know of a type.
final class ScanPlan: Sendable {
  let data: ScanRecord
  /// What of the envelope the type needs.
  let needsCampaign, needsUnit, needsProvision, needsObligation, needsActor: Bool
  /// Whether rules beyond the fields must be asked.
  let hasRules: Bool

  private init(_ type: EventType) {
    data = ScanRecord(type.allFields)
    needsCampaign = type.envelope.contains(.campaign)
    needsUnit = type.envelope.contains(.orgunit)
    needsProvision = type.envelope.contains(.provision)
    needsObligation = type.envelope.contains(.obligation)
    needsActor = type.envelope.contains(.actor)
    hasRules = type.rules.contains { rule in
      switch rule {
      case .oneOf, .intervalOrder, .patchFitsTarget: true
      default: false
      }
    }
  }

  private static let plans: [EventType: ScanPlan] = Dictionary(
    EventCatalog.types.map { ($0, ScanPlan($0)) }, uniquingKeysWith: { first, _ in first })

  static func plan(for type: EventType) -> ScanPlan? { plans[type] }
}
