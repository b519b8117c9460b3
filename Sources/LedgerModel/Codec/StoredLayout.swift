import Catalog

/// How a field's value is stored: the catalogue's type without what storage does not care about.
enum StoredShape: Sendable {
  case text, integer, decimal, bool, instant, date, duration, position, any
  indirect case list(StoredShape)
  case record(StoredRecord)
  indirect case map(StoredShape)

  init(_ type: FieldType) {
    switch type {
    case .text, .choice, .reference, .declares: self = .text
    case .integer: self = .integer
    case .decimal: self = .decimal
    case .bool: self = .bool
    case .instant: self = .instant
    case .date: self = .date
    case .duration: self = .duration
    case .position: self = .position
    case .any: self = .any
    case .list(let element): self = .list(StoredShape(element))
    case .record(let fields): self = .record(StoredRecord(fields))
    case .map(let element): self = .map(StoredShape(element))
    }
  }
}

/// One field as storage sees it.
final class StoredField: Sendable {
  let number: UInt64
  let name: String
  let shape: StoredShape
  /// True when the log may hold only 32 bytes that stand for the value.
  let isProtected: Bool

  init(_ field: FieldSpec) {
    number = field.number
    name = field.name
    shape = StoredShape(field.type)
    isProtected = field.privacy != .open
  }
}

/// The fields of a record, found by number in constant time.
final class StoredRecord: Sendable {
  private let byNumber: [StoredField?]
  private let byName: [String: StoredField]

  init(_ fields: [FieldSpec]) {
    let stored = fields.map(StoredField.init)
    var table = [StoredField?](repeating: nil, count: Int(stored.map(\.number).max() ?? 0) + 1)
    for field in stored { table[Int(field.number)] = field }
    byNumber = table
    byName = Dictionary(stored.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func field(numbered number: UInt64) -> StoredField? {
    number < UInt64(byNumber.count) ? byNumber[Int(number)] : nil
  }

  func field(named name: String) -> StoredField? { byName[name] }
}

/// One event type as storage sees it.
final class StoredType: Sendable {
  let type: EventType
  /// Its place in the catalogue.
  let number: Int
  let identifier: [UInt8]
  let data: StoredRecord

  init(_ type: EventType, number: Int) {
    self.type = type
    self.number = number
    identifier = Array(type.identifier.utf8)
    data = StoredRecord(type.allFields)
  }
}

/// Every type of the catalogue, found by the bytes of its identifier without making a string.
struct StoredTypes: Sendable {
  static let all = StoredTypes(EventCatalog.types)

  /// Open addressing, a power of two and at most a quarter full.
  private let slots: [StoredType?]
  private let byType: [EventType: StoredType]

  private init(_ types: [EventType]) {
    let stored = types.enumerated().map { StoredType($1, number: $0) }
    var size = 64
    while size < stored.count * 4 { size *= 2 }
    var slots = [StoredType?](repeating: nil, count: size)
    for type in stored {
      let identifier = type.identifier
      var slot = StoredTypes.hash(identifier.span) & (size - 1)
      while slots[slot] != nil { slot = (slot + 1) & (size - 1) }
      slots[slot] = type
    }
    self.slots = slots
    byType = Dictionary(stored.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func type(_ type: EventType) -> StoredType? { byType[type] }

  func type(identifier: Span<UInt8>) -> StoredType? {
    var slot = StoredTypes.hash(identifier) & (slots.count &- 1)
    while let candidate = slots[slot] {
      if StoredTypes.areEqual(candidate.identifier, identifier) { return candidate }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// FNV-1a over what differs: the bytes behind the common prefix.
  private static func hash(_ bytes: Span<UInt8>) -> Int {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in min(12, bytes.count)..<bytes.count {
      value = (value ^ UInt64(bytes[index])) &* 0x100_0000_01B3
    }
    return Int(truncatingIfNeeded: (value ^ value >> 32) & 0x7FFF_FFFF)
  }

  private static func areEqual(_ first: [UInt8], _ second: Span<UInt8>) -> Bool {
    guard first.count == second.count else { return false }
    for index in first.indices where first[index] != second[index] { return false }
    return true
  }
}
