import Catalog
import LedgerModel

/// How an event changes what is known of entities. Applying an event twice changes nothing.
extension LedgerIndex {
  mutating func apply(
    _ event: Event, at position: UInt64, mentions: [EntityMention]
  ) throws {
    for mention in mentions {
      try note(mention.name, mention, event, at: position)
    }
    switch event.type.name {
    case "campaign.created": try noteZone(event)
    case "orgunit.closed": try noteClosing(event.unit, at: position)
    case "orgunit.merged":
      let target = event.text("target")
      for source in event.texts("sources") where source != target {
        try noteClosing(source, at: position)
      }
    case "orgunit.split":
      let targets = (event["targets"]?.list ?? []).compactMap { $0["unit"]?.text }
      if let source = event.text("source"), !targets.contains(source) {
        try noteClosing(source, at: position)
      }
    case "duty.extended":
      guard let duty = event.text("duty") else { break }
      let name = EntityName(.duty, duty, scope: event.scope(of: .duty))
      try entities.update(name) { $0.add(position) }
    case "report.submitted": try noteVersion(event, at: position)
    case "report.received", "report.accepted", "report.returned":
      guard let version = event.reportVersion else { break }
      try entities.update(version) { $0.refer(position) }
    case "entry.corrected", "entry.voided":
      if let target = event.position("target") { try noteAmendment(of: target, at: position) }
    default: break
    }
  }

  private mutating func note(
    _ name: EntityName, _ mention: EntityMention, _ event: Event, at position: UInt64
  ) throws {
    let isDeclaration = mention.isDeclaration
    let replacesDead = try isDeclaration && declarationIsDead(name, before: position)
    let opened = isDeclaration && mention.kind == .unit ? event.firstDay : nil
    let isAmendment = event.isAmendment
    try entities.update(name) { row in
      if isDeclaration, !row.isDeclared || replacesDead {
        row.declaredAt = position
        row.opened = opened
        row.isAmended = false
      } else if row.declaredAt == position {
        return
      } else if isDeclaration, mention.kind == .duty {
        row.add(position)
      } else if !isAmendment {
        row.refer(position)
      }
    }
  }

  /// Whether the entity was introduced by an event that is void by now.
  private mutating func declarationIsDead(_ name: EntityName, before position: UInt64) throws
    -> Bool
  {
    guard let row = try entities[name], row.isAmended, row.declaredAt < position else {
      return false
    }
    return try standing(row.declaredAt)?.isVoided ?? false
  }

  private mutating func noteClosing(_ unit: String?, at position: UInt64) throws {
    guard let unit else { return }
    try entities.update(EntityName(.unit, unit)) { $0.add(position) }
  }

  /// The zone decides on which day an instant falls; the offset of the first day stands for it.
  private mutating func noteZone(_ event: Event) throws {
    guard let campaign = event.text("campaign"), let name = event.text("zone") else { return }
    let zone = CivilZone(identifier: name) ?? .vietnam
    let start = zone.start(of: event.date("opens") ?? Day(number: 0))
    let offset = zone.offsetSeconds(at: start)
    try entities.update(EntityName(.campaign, campaign)) { $0.number = Int64(offset) }
  }

  private mutating func noteVersion(_ event: Event, at position: UInt64) throws {
    guard let report = event.text("report"), let version = event.integer("version"),
      let name = event.reportVersion
    else { return }
    try entities.update(EntityName(.report, report)) { $0.number = max($0.number, version) }
    let replacesDead = try declarationIsDead(name, before: position)
    try entities.update(name) { row in
      guard !row.isDeclared || replacesDead else { return }
      row.declaredAt = position
      row.isAmended = false
    }
  }

  /// Marks everything that the amended event brought about, so that it is looked at anew.
  private mutating func noteAmendment(of target: Position, at position: UInt64) throws {
    try entities.update(.amendments(of: target.number)) { $0.add(position) }
    guard let base = try lookup.baseEvent(of: target.number) else { return }
    for mention in base.event.mentions {
      try entities.update(mention.name) { row in
        if row.declaredAt == base.position.number { row.isAmended = true }
      }
    }
    guard base.event.type.name == "report.submitted", let version = base.event.reportVersion,
      let report = base.event.text("report")
    else { return }
    try entities.update(version) { $0.isAmended = true }
    try entities.update(EntityName(.report, report)) { $0.isAmended = true }
  }
}

extension EntityRow {
  /// Adds a position once, in order.
  mutating func add(_ position: UInt64) {
    guard !positions.contains(position) else { return }
    positions.append(position)
    positions.sort()
  }

  mutating func refer(_ position: UInt64) {
    if firstReference == 0 || position < firstReference { firstReference = position }
  }
}

extension Event {
  /// The first day of a unit that this event introduces; none for always.
  var firstDay: Day? { date(type.name == "orgunit.registered" ? "opened" : "on") }
}
