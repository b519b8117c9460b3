import Catalog
import LedgerModel
import Vault

extension LedgerRules {
  /// A correction or void names an event of the log.
  static func namesEvent(_ subject: RuleSubject, _ index: inout LedgerIndex) -> Rejection? {
    guard subject.event.type.rules.contains(.namesEvent), subject.target == nil else {
      return nil
    }
    let named = subject.event.position("target").map { "#\($0.number)" }
    return Rejection(
      .targetUnknown, "data.target", "names no event of this ledger",
      found: named ?? subject.event.text("target_id"),
      remedy: "give the position, or source and id of an event that was recorded before")
  }

  /// Only what nothing else rests on can be struck out.
  static func targetNotReferredTo(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard subject.event.type.rules.contains(.targetNotReferredTo), let target = subject.target
    else { return nil }
    for name in try index.introduced(by: target) {
      guard
        let place = try index.firstLiveReference(
          to: name, besides: target.position.number, before: subject.position)
      else { continue }
      return Rejection(
        .targetReferredTo, "data.target", "introduced something that other events refer to",
        found: name.id, remedy: "void those events first, or correct this one", position: place)
    }
    return nil
  }

  /// A patch names fields of its target's type and brings values of their types.
  static func patchFitsTarget(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard subject.event.type.rules.contains(.patchFitsTarget), let target = subject.target,
      let patch = subject.event["patch"]?.record
    else { return nil }
    for item in patch {
      if let reason = unfit(item, target.event.type) {
        return Rejection(
          .patchUnfit, "data.patch." + item.name, reason, remedy: patchRemedy(target.event.type))
      }
    }
    let patched = target.event.patched(with: subject.event["patch"])
    let mentions = patched.mentions
    for mention in mentions where !mention.isDeclaration {
      let name = patched.name(of: mention)
      guard try !index.isKnown(name) else { continue }
      if mentions.contains(where: { $0.isDeclaration && patched.name(of: $0) == name }) {
        continue
      }
      return Rejection(
        .unknownEntity, "data.patch", "names \(mention.kind.article) that is not known",
        found: mention.id, remedy: "record its introduction first, or check the spelling")
    }
    return nil
  }

  private static let envelopeNames: Set<String> = [
    "time", "subject", "campaign", "orgunit", "actor", "provision", "obligation", "causationid",
    "correlationid",
  ]

  /// Why one entry of a patch cannot be applied; none if it can.
  private static func unfit(_ item: NamedValue, _ type: EventType) -> String? {
    if envelopeNames.contains(item.name) { return unfitEnvelope(item) }
    guard let field = type.field(named: item.name) else {
      return "\(type.name) has no field of that name"
    }
    if case .declares = field.type { return "an id is never changed; void the event instead" }
    if field.privacy != .open { return "a personal value is not corrected in the clear" }
    if case .null = item.value { return field.isRequired ? "is required" : nil }
    guard let value = field.type.reading(item.value) else {
      return "is not of the field's type"
    }
    return namesStranger(value, field.type) ? "must name a person by pseudonym" : nil
  }

  private static func unfitEnvelope(_ item: NamedValue) -> String? {
    switch (item.name, item.value) {
    case ("time", let value):
      FieldType.instant.reading(value) == nil ? "is not an instant" : nil
    case ("actor", .text(let name)):
      name.hasPrefix("system:") || Pseudonym.hasForm(name)
        ? nil : "must name a person by pseudonym"
    case (_, .text), (_, .null): nil
    default: "is not a text"
    }
  }

  /// Whether a text stands in a person's place that is no pseudonym: an account must not enter the
  /// log through a patch.
  private static func namesStranger(_ value: FieldValue, _ type: FieldType) -> Bool {
    switch (type, value) {
    case (.reference(.person), .text(let name)): !Pseudonym.hasForm(name)
    case (.list(let element), .list(let values)):
      values.contains { namesStranger($0, element) }
    case (.record(let fields), .record(let entries)):
      entries.contains { entry in
        fields.first { $0.name == entry.name }.map { namesStranger(entry.value, $0.type) } ?? false
      }
    default: false
    }
  }

  private static func patchRemedy(_ type: EventType) -> String {
    "fields of \(type.name): \(type.fields.map(\.name).joined(separator: ", "))"
  }
}

extension LedgerIndex {
  /// What an event introduced and still stands for.
  mutating func introduced(by target: RecordedEvent) throws -> [EntityName] {
    var names: [EntityName] = []
    for mention in target.event.mentions where mention.isDeclaration {
      let name = target.event.name(of: mention)
      if try entities[name]?.declaredAt == target.position.number { names.append(name) }
    }
    if target.event.type.name == "report.submitted", let version = target.event.reportVersion {
      names.append(version)
    }
    return names
  }

  /// The first event, corrections and voids aside, that refers to an entity and is not void.
  mutating func firstLiveReference(
    to name: EntityName, besides target: UInt64, before end: UInt64
  ) throws -> UInt64? {
    guard let first = try entities[name]?.firstReference, first > 0, first < end else {
      return nil
    }
    // Nearly always the first one is live; only behind voided ones the log is searched.
    for place in first..<end where place != target {
      guard let event = try lookup.event(at: place)?.event, !event.isAmendment,
        event.names(name)
      else { continue }
      if try standing(place)?.isVoided == false { return place }
    }
    return nil
  }
}

extension Event {
  fileprivate func names(_ name: EntityName) -> Bool {
    reportVersion == name || mentions.contains { self.name(of: $0) == name }
  }
}
