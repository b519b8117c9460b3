package import Catalog
import Diagnostics

extension EventJSON {
  /// The event in a JSON object, checked against the catalogue.
  package static func read(_ node: JSONNode) -> EventReading {
    guard let members = node.members else {
      return EventReading(
        event: nil,
        problems: [FieldProblem("event", .wrongType, "must be a JSON object, not \(node.kind)")])
    }
    var reader = EnvelopeReader(members)
    return reader.read()
  }

  /// The identifier of a type, or a bare name as people write it.
  package static func type(named name: String) -> (type: EventType?, problem: FieldProblem?) {
    if let type = EventCatalog.type(name) { return (type, nil) }
    let names = EventCatalog.types.flatMap { [$0.identifier, $0.name] }
    let guess = nearestName(to: name, among: names)
    return (
      nil,
      FieldProblem(
        "type", .unknownType, "there is no such event type", found: name,
        remedy: guess.map { "did you mean '\($0)'?" } ?? "kiem types lists them")
    )
  }
}

/// Reads the members of one CloudEvent.
private struct EnvelopeReader {
  private let members: [JSONMember]
  private var values = FieldReader()

  init(_ members: [JSONMember]) {
    self.members = members
  }

  mutating func read() -> EventReading {
    checkNames()
    checkVersion()
    let type = eventType()
    let id = text("id") ?? missing("id", "give each event its own id")
    let source = text("source") ?? missing("source", "name the system or list that issues the ids")
    let time = instant("time")
    if member("time") == nil {
      _ = missing("time", "say when it happened, as 2021-08-05T09:00:00+07:00")
    }
    let recorded = instant("recordedtime")
    let actor = member("actor").flatMap { values.person($0, path: "actor") }
    guard let type else { return EventReading(event: nil, problems: values.problems) }
    let draft = Event(
      id: id, source: source, type: type, subject: text("subject"),
      time: time ?? Instant(microseconds: 0), campaign: text("campaign"), unit: text("orgunit"),
      actor: actor, provision: text("provision"), obligation: text("obligation"),
      causation: text("causationid"), correlation: text("correlationid"), data: data(type))
    var reading = values.reading(of: draft, recorded: recorded)
    reading.isReplayed = member("seq") != nil
    return reading
  }

  private func member(_ name: String) -> JSONNode? {
    members.first { $0.name == name && !$0.node.isNull }?.node
  }

  private mutating func missing(_ name: String, _ remedy: String) -> String {
    if member(name) == nil { values.report(name, .required, "must be given", remedy: remedy) }
    return ""
  }

  private mutating func text(_ name: String) -> String? {
    guard let node = member(name) else { return nil }
    if let text = node.string { return text }
    values.report(name, .wrongType, "must be a text, not \(node.kind)")
    return nil
  }

  private mutating func instant(_ name: String) -> Instant? {
    member(name).flatMap { values.value($0, .instant, path: name)?.instant }
  }

  private mutating func checkNames() {
    for member in members where !EventJSON.attributes.contains(member.name) {
      let guess = nearestName(to: member.name, among: EventJSON.attributes)
      values.report(
        member.name, .unknownField, "there is no such attribute",
        remedy: guess.map { "did you mean '\($0)'?" } ?? "fields of the event belong in data")
    }
  }

  private mutating func checkVersion() {
    switch member("specversion")?.value {
    case .string("1.0"): break
    case nil:
      values.report("specversion", .required, "must be given", remedy: "write \"1.0\"")
    default:
      values.report("specversion", .choice, "must be the text 1.0")
    }
    guard let content = text("datacontenttype") else { return }
    let media = content.prefix { $0 != ";" }.lowercased()
    guard media != "application/json" else { return }
    values.report(
      "datacontenttype", .choice, "must be application/json", found: content)
  }

  private mutating func eventType() -> EventType? {
    guard let name = text("type") else {
      _ = missing("type", "name the event type, as vn.congdoan.report.submitted.v1")
      return nil
    }
    let (type, problem) = EventJSON.type(named: name)
    if let problem { values.report(problem) }
    return type
  }

  private mutating func data(_ type: EventType) -> [NamedValue] {
    guard let node = member("data") else { return [] }
    guard let members = node.members else {
      values.report("data", .wrongType, "must be an object, not \(node.kind)")
      return []
    }
    return values.record(members, type.allFields, path: "data")
  }
}
