package import Catalog

/// One field of an event type as a person reads about it, nested fields in place.
package struct FieldDescription: Sendable, Hashable {
  /// Path inside `data`: `figures.*.value`, `evidence[].sha256`.
  package let path: String
  package let type: String
  package let isRequired: Bool
  /// What a whole number counts.
  package let counts: CountKind?
  /// The kind of entity that the field names.
  package let refersTo: EntityKind?
  /// The kind of entity that the field introduces.
  package let declares: EntityKind?
  package let privacy: Privacy
  package let summary: String

  private init(_ spec: FieldSpec, path: String) {
    self.path = path
    type = spec.type.shortName
    isRequired = spec.isRequired
    privacy = spec.privacy
    summary = spec.summary
    let leaf = spec.type.leaf
    counts = if case .integer(let kind) = leaf { kind } else { nil }
    refersTo = if case .reference(let kind) = leaf { kind } else { nil }
    declares = if case .declares(let kind) = leaf { kind } else { nil }
  }

  /// All fields of a type in the order of the catalogue, those that every type has last.
  package static func all(of type: EventType) -> [FieldDescription] {
    (type.fields + EventType.commonFields).flatMap { describe($0, path: $0.name) }
  }

  private static func describe(_ spec: FieldSpec, path: String) -> [FieldDescription] {
    let (nested, suffix) = spec.type.nested
    return [FieldDescription(spec, path: path)]
      + nested.flatMap { describe($0, path: path + suffix + "." + $0.name) }
  }
}

extension FieldType {
  /// `text`, `list of text`, `map of object`, as listings show it.
  package var shortName: String {
    switch self {
    case .text: "text"
    case .integer: "integer"
    case .decimal: "decimal"
    case .bool: "bool"
    case .instant: "instant"
    case .date: "date"
    case .duration: "duration"
    case .position: "position"
    case .choice(let words): words.joined(separator: " | ")
    case .reference(let kind), .declares(let kind): kind.rawValue
    case .list(let element): "list of \(element.shortName)"
    case .record: "object"
    case .map(let element): "map of \(element.shortName)"
    case .any: "any"
    }
  }

  /// The type of the elements, however deep lists and maps go.
  fileprivate var leaf: FieldType {
    switch self {
    case .list(let element), .map(let element): element.leaf
    default: self
    }
  }

  /// The fields inside, and what a path writes for the way to them.
  fileprivate var nested: (fields: [FieldSpec], suffix: String) {
    switch self {
    case .record(let fields): return (fields, "")
    case .list(let element):
      let inner = element.nested
      return (inner.fields, "[]" + inner.suffix)
    case .map(let element):
      let inner = element.nested
      return (inner.fields, ".*" + inner.suffix)
    default: return ([], "")
    }
  }
}

extension EventRule {
  /// The rule as one clause for listings and documentation.
  package var words: String {
    switch self {
    case .unitOpenAtTime(let fields):
      "open at the event's time: " + (["orgunit"] + fields).joined(separator: ", ")
    case .intervalOrder(let start, let end): "\(end) does not lie before \(start)"
    case .versionFollows: "the version is one more than the last"
    case .versionExists: "the version exists"
    case .namesEvent: "names an event of the ledger"
    case .targetNotReferredTo: "nothing but corrections and voids refers to the target"
    case .laterDue: "the new due day does not lie before the day in force"
    case .patchFitsTarget: "the patch fits the type of the target"
    case .oneOf(let fields): "at least one of \(fields.joined(separator: ", "))"
    case .mayReplace(let kind): "a later declaration of a \(kind.rawValue) replaces the earlier"
    case .declaresOnFirstUse(let kind): "the first event about it declares the \(kind.rawValue)"
    }
  }
}
