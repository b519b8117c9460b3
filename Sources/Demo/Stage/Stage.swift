import Catalog
import LedgerModel

/// What the acts share: the people, chance, the calendar, and the agenda they write on.
final class Stage {
  let campaign: String
  let population: Population
  let dice: Dice
  let calendar: CampaignCalendar
  let opens: Instant
  /// The first instant after the play: 01/9/2021 00:00.
  let end: Instant
  var agenda = Agenda()
  var record = SimulationRecord()
  /// Events recorded so far: the position of the newest.
  var position: UInt64 = 0
  /// Root of the log over the events recorded so far, hex; asked for by checkpoints.
  var root: () throws -> String = { "" }

  init(
    campaign: String, population: Population, dice: Dice, calendar: CampaignCalendar, opens: Instant
  ) {
    self.campaign = campaign
    self.population = population
    self.dice = dice
    self.calendar = calendar
    self.opens = opens
    end = Stage.moment(62, 0, from: opens)
  }

  /// The instant `minutes` into the day `days` after the first day.
  func moment(_ days: Int, _ minutes: Int) -> Instant {
    Stage.moment(days, minutes, from: opens)
  }

  private static func moment(_ days: Int, _ minutes: Int, from opens: Instant) -> Instant {
    Instant(
      microseconds: opens.microseconds + Int64(days) * TimeSpan.day.microseconds
        + Int64(minutes) * 60_000_000)
  }

  /// A moment between two days (from the first, before the second), by day rather than by night.
  func daytime(_ days: Range<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> Instant
  {
    let bits = dice.bits(purpose, subject, index)
    let day = days.lowerBound + Int(bits % UInt64(days.count))
    let second = 7 * 3_600 + Int((bits >> 20) % UInt64(14 * 3_600))
    return Instant(
      microseconds: moment(day, 0).microseconds + Int64(second) * 1_000_000
        + Int64((bits >> 44) % 1_000) * 1_000)
  }

  /// Puts an event on the agenda: recorded at `recorded`, or `delay` after it happened.
  func schedule(
    _ name: String, id: String, source: String = "demo:office", unit: String? = nil,
    at time: Instant, recorded: Instant? = nil, delay: TimeSpan = Stage.minute,
    actor: FieldValue? = nil, obligation: String? = nil, inCampaign: Bool = true,
    _ data: [(String, FieldValue?)]
  ) {
    guard let type = EventCatalog.type(name) else {
      preconditionFailure("acts play types of the catalogue only: \(name)")
    }
    let event = Event(
      id: id, source: source, type: type, time: time, campaign: inCampaign ? campaign : nil,
      unit: unit, actor: actor, obligation: obligation,
      data: data.compactMap { name, value in value.map { NamedValue(name, $0) } })
    let moment = recorded ?? time.later(by: delay)
    guard moment < end else { return }
    agenda.add(event, recorded: max(moment, opens))
  }

  static let minute = TimeSpan(microseconds: 60_000_000)

  static func minutes(_ count: Int) -> TimeSpan {
    TimeSpan(microseconds: Int64(count) * 60_000_000)
  }

  static func hours(_ count: Int) -> TimeSpan { minutes(count * 60) }
}

extension Instant {
  /// The play lives in 2021: no sum here comes near the limits of an instant.
  func later(by span: TimeSpan) -> Instant {
    Instant(microseconds: microseconds + span.microseconds)
  }
}

extension FieldValue {
  static func texts(_ texts: [String]) -> FieldValue { .list(texts.map(FieldValue.text)) }
  static func number(_ value: Int) -> FieldValue { .integer(Int64(value)) }
  static func points(_ value: Int) -> FieldValue { .decimal(ExactDecimal(mantissa: Int64(value))) }
}

/// One part of the play. Acts are asked window by window for what happens next and write it on
/// the agenda; they know nothing of each other but what stands on the stage.
protocol Act {
  mutating func play(before end: Instant, on stage: Stage)
}
