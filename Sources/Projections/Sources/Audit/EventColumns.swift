import Catalog
import LedgerModel

/// The columns of `events` that a query asks for, one event at a time.
struct EventColumns {
  private let names: [String]
  private let amendments: Amendments
  private let horizon: Position
  private let log: any EventSource
  private let campaigns: CampaignList
  private let links: PersonLinks

  init(_ names: some Sequence<String>, _ context: ReadingContext) throws {
    self.names = Array(names)
    amendments = try context.amendments()
    horizon = context.position
    log = context.log
    campaigns = try context.campaigns
    links = try context.links
  }

  /// The event with live corrections applied.
  func standing(_ stored: RecordedEvent) -> Event {
    amendments.standing(stored, at: horizon).event.event
  }

  func isCorrected(_ stored: RecordedEvent) -> Bool {
    amendments.standing(stored, at: horizon).isCorrected
  }

  /// One value per column, in the order asked.
  func values(of stored: RecordedEvent) throws -> [Value] {
    let (standing, isVoided, isCorrected) = amendments.standing(stored, at: horizon)
    return try names.map { name in
      switch name {
      case "voided": .bool(isVoided)
      case "corrected": .bool(isCorrected)
      case "backdated": .bool(isBackdated(standing))
      case "hash": .string(try hash(of: stored.position))
      default: value(name, standing) ?? content(name, standing.event)
      }
    }
  }

  /// Columns of the envelope and of the log; none for those of the content.
  private func value(_ name: String, _ event: RecordedEvent) -> Value? {
    let said = event.event
    switch name {
    case "id": return .string(said.id)
    case "source": return .string(said.source)
    case "type": return .string(said.type.identifier)
    case "kind": return .symbol(said.kind)
    case "campaign": return .entity(said.campaign)
    case "unit": return .entity(said.unit)
    case "obligation": return .entity(said.obligation)
    case "provision": return .entity(said.provision)
    case "at": return .instant(said.time)
    case "recorded": return .instant(event.recorded)
    case "seq": return .position(event.position)
    case "actor": return .string(said.actorName)
    default: return nil
    }
  }

  private func content(_ name: String, _ event: Event) -> Value {
    switch name {
    case "person": links.person(.entity(event.text(name)))
    case "document": .entity(event.text(name))
    case "subject": .string(event.subject ?? declared(by: event))
    case "target_seq": .position(event.position("target"))
    case "evidence": .integer(event.evidenceCount)
    case "data": .record(fields(of: event))
    default: .none
    }
  }

  /// The identifier that the event introduces, when its subject is left out.
  private func declared(by event: Event) -> String? {
    for field in event.type.fields {
      if case .declares = field.type { return event.text(field.name) }
    }
    return nil
  }

  private func fields(of event: Event) -> [String: Value] {
    Value.fields(event.data, EventType.commonFields + event.type.fields)
  }

  private func isBackdated(_ event: RecordedEvent) -> Bool {
    campaigns.settings(of: event.event.campaign).isBackdated(event)
  }

  private func hash(of position: Position) throws -> String {
    try log.recordHash(at: position).map { RowKey.hexadecimal($0) } ?? ""
  }
}
