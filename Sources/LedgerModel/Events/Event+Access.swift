import Catalog

extension FieldValue {
  package var text: String? { if case .text(let value) = self { value } else { nil } }
  package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var instant: Instant? { if case .instant(let value) = self { value } else { nil } }
  package var date: Day? { if case .date(let value) = self { value } else { nil } }
  package var duration: TimeSpan? { if case .duration(let value) = self { value } else { nil } }
  package var position: Position? { if case .position(let value) = self { value } else { nil } }
  package var list: [FieldValue]? { if case .list(let value) = self { value } else { nil } }
  package var record: [NamedValue]? { if case .record(let value) = self { value } else { nil } }

  /// A decimal, also from a whole number.
  package var decimal: ExactDecimal? {
    switch self {
    case .decimal(let value): value
    case .integer(let value): ExactDecimal(mantissa: value)
    default: nil
    }
  }

  /// The value of a record's field.
  package subscript(name: String) -> FieldValue? {
    record?.first { $0.name == name }?.value
  }
}

extension Event {
  package func text(_ name: String) -> String? { self[name]?.text }
  package func integer(_ name: String) -> Int64? { self[name]?.integer }
  package func bool(_ name: String) -> Bool? { self[name]?.bool }
  package func date(_ name: String) -> Day? { self[name]?.date }
  package func instant(_ name: String) -> Instant? { self[name]?.instant }
  package func decimal(_ name: String) -> ExactDecimal? { self[name]?.decimal }
  package func duration(_ name: String) -> TimeSpan? { self[name]?.duration }
  package func position(_ name: String) -> Position? { self[name]?.position }

  /// The texts of a list field; empty when it is absent.
  package func texts(_ name: String) -> [String] { (self[name]?.list ?? []).compactMap(\.text) }

  /// The stable case of `kind`, as `report_submitted`.
  package var kind: String { type.kind }

  /// The pseudonym or system name of the actor, once stored.
  package var actorName: String? { actor?.text }
}
