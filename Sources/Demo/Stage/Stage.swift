import Catalog
import LedgerModel

/// What the acts share: the people, chance, the calendar, and the agenda they write on.
final class Stage {
  let campaign: String
  let population: Population
  let tree: TreeChanges
  let dice: Dice
  let rates: Rates
  /// Copies set aside by the plan, by material and unit.
  let allocations: [String: [String: Int]]
  let restrictions: Restrictions
  /// The first instant of the play, 01/7/2021 00:00.
  let opens: Instant
  /// The first instant after the play, 01/9/2021 00:00.
  let end: Instant
  var record = SimulationRecord()

  /// In a rehearsal events are counted, not made.
  let isRehearsal: Bool
  private(set) var agenda: Agenda
  /// Events scheduled so far, repeated drafts left out.
  private(set) var scheduledCount = 0
  /// Nothing can be recorded before the window that is played.
  private var earliest: Instant

  /// Events recorded so far: the position of the newest.
  var position: UInt64 = 0
  /// Root of the log over the events recorded so far, hex.
  var root: () throws -> String = { "" }

  /// Days of July and August.
  static let dayCount = 62

  init(_ setting: Setting, windowsPerDay: Int, isRehearsal: Bool) {
    campaign = setting.plan.campaign
    population = setting.population
    tree = setting.tree
    dice = setting.dice
    rates = setting.rates
    allocations = setting.allocations
    restrictions = setting.restrictions
    opens = setting.plan.opens
    end = Instant(
      microseconds: opens.microseconds + Int64(Stage.dayCount) * TimeSpan.day.microseconds)
    earliest = opens
    agenda = Agenda(opens: opens, days: Stage.dayCount, windowsPerDay: windowsPerDay)
    self.isRehearsal = isRehearsal
  }

  /// Hands out what is recorded in a window; later drafts go to later windows.
  func take(_ window: Int) -> [ScheduledDraft] {
    earliest = agenda.end(of: window)
    return agenda.take(window)
  }
}

extension Stage {
  /// Names of the systems that issue ids.
  static let office = "demo:office"
  static let portal = "demo:portal"
  static let press = "demo:press"
  static let ledger = "demo:ledger"

  /// Puts an event on the agenda: recorded at `recorded`, or `delay` after it happened. What would
  /// be recorded after the play is left out.
  ///
  /// - Parameters:
  ///   - sentAgain: how much later the same draft is sent a second time, none for never.
  ///   - noting: writes down what the play knows of it, when it is recorded.
  func schedule(
    _ type: EventType, id: @autoclosure () -> String, from source: String = Stage.office,
    unit: Int? = nil, at time: Instant, recorded: Instant? = nil,
    delay: TimeSpan = Stage.minutes(1), actor: @autoclosure () -> FieldValue? = nil,
    obligation: @autoclosure () -> String? = nil, inCampaign: Bool = true,
    sentAgain: TimeSpan? = nil, _ data: @autoclosure () -> [(String, FieldValue?)],
    noting: ScheduledDraft.Note? = nil
  ) {
    let moment = max(recorded ?? time.later(by: delay), earliest)
    guard moment < end else { return }
    scheduledCount += 1
    guard !isRehearsal else { return }
    precondition(time <= moment, "nothing is recorded before it happens")
    let event = Event(
      id: id(), source: source, type: type, time: time, campaign: inCampaign ? campaign : nil,
      unit: unit.map { population.units[$0].id }, actor: actor(), obligation: obligation(),
      data: data().compactMap { name, value in value.map { NamedValue(name, $0) } })
    add(.event(event), recorded: moment, noting: noting)
    if let sentAgain {
      add(.event(event), recorded: moment.later(by: sentAgain), isRepeated: true)
    }
  }

  /// Puts an event on the agenda that is made when its turn comes, because it states where the
  /// log stands by then.
  func scheduleLate(
    recorded: Instant, _ make: @escaping (Stage) throws -> Event,
    noting: ScheduledDraft.Note? = nil
  ) {
    let moment = max(recorded, earliest)
    guard moment < end else { return }
    scheduledCount += 1
    if !isRehearsal { add(.late(make), recorded: moment, noting: noting) }
  }

  /// Puts an event of the plan on the agenda.
  func schedulePlanned(_ event: Event) {
    scheduledCount += 1
    if !isRehearsal { add(.event(event), recorded: event.time) }
  }

  private func add(
    _ content: ScheduledDraft.Content, recorded: Instant, isRepeated: Bool = false,
    noting: ScheduledDraft.Note? = nil
  ) {
    guard recorded < end else { return }
    agenda.add(
      ScheduledDraft(
        recorded: recorded, isRepeated: isRepeated, content: content, noting: noting))
  }
}
