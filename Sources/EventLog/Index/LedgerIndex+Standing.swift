import Catalog
import LedgerModel

/// What the rules ask: entities as they stand by the corrections and voids known now.
extension LedgerIndex {
  /// An event with its corrections applied, and whether it is void.
  mutating func standing(_ position: UInt64) throws -> (event: RecordedEvent, isVoided: Bool)? {
    guard let event = try lookup.event(at: position) else { return nil }
    var reached: Set<UInt64> = []
    try collectAmendments(of: position, into: &reached)
    guard !reached.isEmpty else { return (event, false) }
    var amendments = Amendments()
    for place in reached.sorted() {
      if let amendment = try lookup.event(at: place) { amendments.add(amendment) }
    }
    let result = amendments.standing(event, at: .never)
    return (result.event, result.isVoided)
  }

  private mutating func collectAmendments(
    of position: UInt64, into reached: inout Set<UInt64>
  ) throws {
    for place in try entities[.amendments(of: position)]?.positions ?? [] {
      guard reached.insert(place).inserted else { continue }
      try collectAmendments(of: place, into: &reached)
    }
  }

  /// Whether the entity was introduced, by an event that is not void.
  mutating func isKnown(_ name: EntityName) throws -> Bool {
    guard let row = try entities[name], row.isDeclared else { return false }
    guard row.isAmended else { return true }
    return try standing(row.declaredAt).map { !$0.isVoided } ?? false
  }

  /// The first day of a unit and the first day it is no longer valid; none for open ends.
  mutating func validity(ofUnit id: String) throws -> (opened: Day?, closed: Day?) {
    guard let row = try entities[EntityName(.unit, id)] else { return (nil, nil) }
    var opened = row.opened
    if row.isAmended { opened = try standing(row.declaredAt)?.event.event.firstDay }
    var closed: Day?
    for place in row.positions {
      guard let (event, isVoided) = try standing(place), !isVoided else { continue }
      guard let day = event.event.date("on") else { continue }
      closed = min(closed ?? day, day)
    }
    return (opened, closed)
  }

  /// The last version of a report that is not void; 0 if there is none.
  mutating func lastVersion(ofReport id: String) throws -> Int64 {
    guard let row = try entities[EntityName(.report, id)] else { return 0 }
    guard row.isAmended else { return row.number }
    var version = row.number
    while version > 0 {
      if try isKnown(.reportVersion(id, version)) { return version }
      version -= 1
    }
    return 0
  }

  /// Seconds east of UTC in a campaign's zone; Viet Nam's for events without a campaign.
  mutating func offsetSeconds(ofCampaign id: String?) throws -> Int64 {
    guard let id, let row = try entities[EntityName(.campaign, id)], row.isDeclared else {
      return 7 * 3_600
    }
    return row.number
  }
}
