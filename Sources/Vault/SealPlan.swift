import Catalog

/// Which fields of an event type the vault has to look at, worked out once for each type.
struct SealPlan: Sendable {
  /// What happens to a field.
  enum Action: Sendable {
    /// The field, or something inside it, names a person.
    case person(FieldType)
    case personal
    case hashed
    /// Anything may be inside (the patch of a correction): accounts in it become pseudonyms.
    case any
  }

  /// A few fields at most, so a list is faster than a table.
  let actions: [(field: String, action: Action)]
  /// Whether some field is kept as ciphertext.
  let hasPersonalFields: Bool
  /// Whether events of the type say that a person was erased, which must be true.
  let claimsErasure: Bool

  init(_ type: EventType) {
    var actions: [(field: String, action: Action)] = []
    for field in type.fields {
      switch field.privacy {
      case .personal: actions.append((field.name, .personal))
      case .hashed: actions.append((field.name, .hashed))
      case .open:
        if field.type == .any {
          actions.append((field.name, .any))
        } else if Self.namesPerson(field.type) {
          actions.append((field.name, .person(field.type)))
        }
      }
    }
    self.actions = actions
    claimsErasure = type.name == "subject.erased"
    hasPersonalFields = type.fields.contains { $0.privacy == .personal }
  }

  /// Whether a value of the type may name a person.
  static func namesPerson(_ type: FieldType) -> Bool {
    switch type {
    case .reference(.person), .declares(.person): true
    case .list(let element), .map(let element): namesPerson(element)
    case .record(let fields): fields.contains { namesPerson($0.type) }
    default: false
    }
  }

  private static let plans: [EventType: SealPlan] = Dictionary(
    EventCatalog.types.map { ($0, SealPlan($0)) }, uniquingKeysWith: { first, _ in first })

  static func plan(for type: EventType) -> SealPlan { plans[type] ?? SealPlan(type) }
}
