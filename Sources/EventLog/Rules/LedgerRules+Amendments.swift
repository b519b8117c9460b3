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
    if target.event.type.name == "entry.voided" { return try revival(by: target, &index) }
    return try referredTo(
      target, path: "data.target", before: subject.position, &index)
  }

  private static func referredTo(
    _ target: RecordedEvent, path: String, before end: UInt64, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    for name in try index.introduced(by: target) {
      guard
        let place = try index.firstLiveReference(
          to: name, besides: target.position.number, before: end)
      else { continue }
      return Rejection(
        .targetReferredTo, path, "introduced something that other events refer to",
        found: name.id, remedy: "void those events first, or correct this one", position: place)
    }
    return nil
  }

  /// Voiding a void revives what it struck out: only if that would be taken in today.
  private static func revival(
    by void: RecordedEvent, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard let place = void.event.position("target")?.number,
      let (revived, isVoided) = try index.standing(place), isVoided
    else { return nil }
    let event = revived.event
    let plan = MentionPlan.plan(for: event.type)
    let declared = event.mentions.filter { $0.isDeclaration && !$0.allowsKnown }
      .filter { !plan.replaceable.contains($0.kind) }.map(\.name)
    let version = event.type.name == "report.submitted" ? event.reportVersion : nil
    for name in declared + [version].compactMap({ $0 }) where try index.isKnown(name) {
      return Rejection(
        .alreadyKnown, "data.target",
        "would revive #\(place), which introduces what is there again",
        found: name.id, remedy: "void the later introduction first",
        position: try index.entities[name]?.declaredAt)
    }
    let own = Set(event.mentions.filter(\.isDeclaration).map(\.name))
    let judged = event.type.rules.contains(.versionExists) ? event.reportVersion : nil
    let needed = event.mentions.filter { !$0.isDeclaration }.map(\.name)
    for name in needed + [judged].compactMap({ $0 }) where !own.contains(name) {
      guard try !index.isKnown(name) else { continue }
      return Rejection(
        .unknownEntity, "data.target", "would revive #\(place), which names what is void by now",
        found: name.id, remedy: "revive that first")
    }
    return nil
  }

  /// A patch names fields of its target's type and brings values of their types; what a corrected
  /// correction or void would come to say has to be sound itself.
  static func patchFitsTarget(
    _ subject: RuleSubject, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard subject.event.type.rules.contains(.patchFitsTarget), let target = subject.target else {
      return nil
    }
    return try unfit(subject.event["patch"], target, path: "data.patch", &index)
  }

  /// Why a patch cannot be applied to its target, a correction of corrections followed down to the
  /// entry that they all mean; none if it can.
  private static func unfit(
    _ patch: FieldValue?, _ target: RecordedEvent, path: String, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    for item in patch?.record ?? [] {
      if let (reason, remedy) = unfit(item, target.event.type) {
        return Rejection(
          .patchUnfit, path + "." + item.name, reason,
          remedy: remedy ?? patchRemedy(target.event.type))
      }
    }
    let patched = target.event.patched(with: patch)
    if patched.isAmendment { return try unfit(patched, of: target, path: path, &index) }
    let mentions = patched.mentions
    for mention in mentions where !mention.isDeclaration {
      let name = mention.name
      guard try !index.isKnown(name) else { continue }
      if mentions.contains(where: { $0.isDeclaration && $0.name == name }) {
        continue
      }
      return Rejection(
        .unknownEntity, path, "names \(mention.kind.article) that is not known",
        found: mention.id, remedy: "record its introduction first, or check the spelling")
    }
    return nil
  }

  /// The same for a correction or a void as it would read after its own correction.
  private static func unfit(
    _ amendment: Event, of stored: RecordedEvent, path: String, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard let place = amendment.position("target"), place < stored.position,
      let (named, _) = try index.standing(place.number)
    else {
      return Rejection(
        .targetUnknown, path + ".target",
        "names no event recorded before #\(stored.position.number)",
        found: amendment.position("target").map { "#\($0.number)" })
    }
    guard amendment.type.name == "entry.voided" else {
      return try unfit(amendment["patch"], named, path: path + ".patch", &index)
    }
    guard stored.event.position("target") != place else { return nil }
    return try referredTo(named, path: path + ".target", before: .max, &index)
  }

  private static let envelopeNames: Set<String> = [
    "time", "subject", "campaign", "orgunit", "actor", "provision", "obligation", "causationid",
    "correlationid",
  ]

  /// Why one entry of a patch cannot be applied, with the way out where it is a special one; none
  /// if it can.
  private static func unfit(
    _ item: NamedValue, _ type: EventType
  ) -> (reason: String, remedy: String?)? {
    if envelopeNames.contains(item.name) { return unfitEnvelope(item).map { ($0, nil) } }
    guard let field = type.field(named: item.name) else {
      return ("\(type.name) has no field of that name", nil)
    }
    if case .declares = field.type {
      return ("names the entry's own id, which never changes", "void the entry, record it anew")
    }
    if field.privacy != .open {
      return (
        "is kept by the vault, and a patch would put it into the log in the clear",
        "void the entry with entry.voided, then record it again with the right value"
      )
    }
    if item.name.hasPrefix("target_"), type.field(named: "target") != nil {
      return ("is not what a correction or void goes by", "give the position as `target`")
    }
    if case .null = item.value { return field.isRequired ? ("is required", nil) : nil }
    guard let value = field.type.reading(item.value) else {
      return ("is not of the field's type", nil)
    }
    return namesStranger(value, field.type) ? ("must name a person by pseudonym", nil) : nil
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
      let name = mention.name
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
    reportVersion == name || mentions.contains { $0.name == name }
  }
}
