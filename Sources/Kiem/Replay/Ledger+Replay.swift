import Catalog
import EventLog
import LedgerModel
import Projections
import QueryAnalysis
import QueryPlan
import Text
import Vault

extension Ledger {
  /// The history as asked for, from its first step on. Throws `ReplayError` for an argument that
  /// names nothing, with near names.
  package func replay(_ request: ReplayRequest) throws -> Replay {
    let head = try log.head().lastPosition
    let context = try replayContext(at: head)
    let range = try ReplayRange(request, LogEventSource(log: log), head, context.campaigns.zone)
    let filter = try ReplayArguments(request, context).filter()
    return try Replay(self, filter, from: range.first, to: range.last, context: context)
  }

  /// Names and rules as known at a position, folded in one pass.
  func replayContext(at position: Position) throws -> ReadingContext {
    let clock = try ownClock(log.head())
    let reading = Reading(position: position, clock: clock)
    let world = world(at: reading)
    try world.prepare(
      ["obligations", "units", "documents", "materials", "quizzes", "outlets"], through: position)
    return world.context(reading)
  }
}

/// The stretch of the log that a request means.
struct ReplayRange {
  let first: Position
  /// None for everything, also what is still to come.
  let last: Position?

  init(
    _ request: ReplayRequest, _ source: LogEventSource, _ head: Position, _ zone: CivilZone
  ) throws {
    switch try ReplayRange.point(request.from, "--from", zone) {
    case .position(let position)?: first = position
    case .instant(let instant)?:
      // What is recorded at the instant itself is inside.
      let before = Instant(microseconds: instant.microseconds &- 1)
      first = try source.position(recordedBy: before).next
    case nil: first = Position(1)
    }
    switch try ReplayRange.point(request.to, "--to", zone) {
    case .position(let position)?: last = position
    case .instant(let instant)?: last = try source.position(recordedBy: instant)
    case nil: last = nil
    }
  }

  private static func point(
    _ text: String?, _ option: String, _ zone: CivilZone
  ) throws -> PointText? {
    guard let text else { return nil }
    if let point = PointText(nfc(text), zone: zone) { return point }
    throw ReplayError(
      option: option, message: "'\(text)' is neither a position nor an instant",
      remedy: "write '#18422' or 2021-08-05T00:00, with T24:00 for the end of a day")
  }
}

/// Resolves the names of a request.
struct ReplayArguments {
  private let request: ReplayRequest
  private let context: ReadingContext
  private let resolver: LedgerResolver

  init(_ request: ReplayRequest, _ context: ReadingContext) {
    self.request = request
    self.context = context
    resolver = LedgerResolver(context)
  }

  func filter() throws -> ReplayFilter {
    var filter = ReplayFilter()
    filter.types = Set(try request.kinds.map(type))
    filter.campaign = try campaign()
    if let unit = request.unit { filter.units = try units(under: id(.unit, unit, "--unit")) }
    if let duty = request.duty { filter.duty = try id(.duty, duty, "--duty") }
    filter.person = try person()
    return filter
  }

  private func type(_ text: String) throws -> EventType {
    if let type = EventCatalog.type(text) ?? EventCatalog.type(kind: text) { return type }
    let near = likelyNames(text, in: EventCatalog.types.map(\.name))
    throw ReplayError(
      option: "--kind", message: "there is no event type '\(text)'",
      remedy: hint(near) ?? "`kiem types` lists them")
  }

  private func campaign() throws -> String? {
    guard let text = request.campaign.map(nfc) else { return nil }
    let known = try context.campaigns.all.map(\.campaign)
    if known.contains(text) { return text }
    throw ReplayError(
      option: "--campaign", message: "no campaign '\(text)'",
      remedy: known.isEmpty ? "the ledger has none" : "known: \(known.joined(separator: ", "))")
  }

  private func person() throws -> String? {
    guard let text = request.person else { return nil }
    guard Pseudonym.hasForm(text) else {
      throw ReplayError(
        option: "--person", message: "'\(text)' is no pseudonym",
        remedy: "persons are named by their pseudonym, p- and 16 characters: "
          + "`kiem query 'people | select person, unit'` lists them")
    }
    return text
  }

  private func id(_ kind: EntityKind, _ text: String, _ option: String) throws -> String {
    switch resolver.resolve(kind, text, campaign: request.campaign) {
    case .found(let match): return match.id
    case .ambiguous(let candidates):
      let paths = candidates.prefix(5).map { "'\($0.path)' (\($0.id))" }.joined(separator: ", ")
      throw ReplayError(
        option: option, message: "\(candidates.count) \(kind.rawValue)s are called '\(text)'",
        remedy: "give the path or the id: \(paths)")
    case .missing(let suggestions):
      throw ReplayError(
        option: option, message: "no \(kind.rawValue) '\(text)'", remedy: hint(suggestions))
    }
  }

  private func hint(_ near: [String]) -> String? {
    guard let first = near.first else { return nil }
    let rest = near.dropFirst().map { "'\($0)'" }
    return "did you mean '\(first)'?" + (rest.isEmpty ? "" : " Or \(rest.joined(separator: ", "))")
  }

  /// On the tree that every `under` uses: units that have ended are where their successors are.
  private func units(under unit: String) throws -> Set<String> {
    guard request.isSubtree else { return [unit] }
    let tree = try context.tree()
    let inside = try context.units.units.map(\.unit).filter { tree.isUnder($0, root: unit) }
    return Set(inside).union([unit])
  }
}
