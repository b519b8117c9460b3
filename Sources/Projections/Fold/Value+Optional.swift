package import LedgerModel

/// Columns from fields that may be absent: an absent field is none.
extension Value {
  package static func string(_ text: String?) -> Value { text.map { .string($0) } ?? .none }
  package static func symbol(_ text: String?) -> Value { text.map { .symbol($0) } ?? .none }
  package static func entity(_ id: String?) -> Value { id.map { .entity($0) } ?? .none }
  package static func bool(_ flag: Bool?) -> Value { flag.map { .bool($0) } ?? .none }
  package static func integer(_ number: Int64?) -> Value { number.map { .integer($0) } ?? .none }
  package static func decimal(_ number: ExactDecimal?) -> Value {
    number.map { .decimal($0) } ?? .none
  }
  package static func date(_ day: Day?) -> Value { day.map { .date($0) } ?? .none }
  package static func instant(_ instant: Instant?) -> Value {
    instant.map { .instant($0) } ?? .none
  }
  package static func duration(_ span: TimeSpan?) -> Value { span.map { .duration($0) } ?? .none }
  package static func position(_ position: Position?) -> Value {
    position.map { .position($0) } ?? .none
  }

  /// A set of distinct elements in canonical order (by UTF-8 bytes).
  package static func set(entities: [String]) -> Value {
    .set(Value.canonical(entities).map { .entity($0) })
  }

  /// A set of distinct texts in canonical order (by UTF-8 bytes).
  package static func set(strings: [String]) -> Value {
    .set(Value.canonical(strings).map { .string($0) })
  }

  private static func canonical(_ texts: [String]) -> [String] {
    texts.count < 2
      ? texts
      : Array(Set(texts)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The text of a string, symbol or entity.
  package var text: String? {
    switch self {
    case .string(let text), .symbol(let text), .entity(let text): text
    default: nil
    }
  }

  package var day: Day? { if case .date(let day) = self { day } else { nil } }
  package var instant: Instant? { if case .instant(let instant) = self { instant } else { nil } }
  package var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
  package var decimal: ExactDecimal? {
    if case .decimal(let number) = self { number } else { nil }
  }
  package var position: Position? {
    if case .position(let position) = self { position } else { nil }
  }
  package var elements: [Value] { if case .set(let elements) = self { elements } else { [] } }
}
