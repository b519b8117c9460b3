import LedgerModel

/// What becomes of one study session, from its announcement on.
struct SessionStory {
  /// A unit holds fewer sessions than this.
  static let perUnit = 4

  let unit: Int
  let subject: Int
  let start: Instant
  let announced: Instant
  let place: String?
  /// Held by a union without a place of its own: unless the record says where, nobody knows.
  let isAway: Bool
  let isRestricted: Bool
  let plannedForm: String
  /// The form it changes to.
  let changedForm: String?
  let isCancelled: Bool
  let expected: Int

  var id: String { "hs-\(subject)" }
  var form: String { changedForm ?? plannedForm }
  /// People are together although a restriction holds there.
  var isBreach: Bool { isRestricted && form != "online" }
  /// When it changes its form, or is called off.
  var decided: Instant {
    let half = (start.microseconds - announced.microseconds) / 2
    return Instant(microseconds: announced.microseconds + half)
  }

  /// How many sessions a unit plans.
  static func count(of unit: Int, on stage: Stage) -> Int {
    switch stage.population.units[unit].level {
    case "provincial": perUnit
    case "upper": stage.dice.number(2...perUnit, .session, unit)
    default: stage.dice.weighted([30, 40, 20, 10], .session, unit)
    }
  }

  init(_ subject: Int, on stage: Stage) {
    let dice = stage.dice
    self.subject = subject
    let (unit, index) = subject.quotientAndRemainder(dividingBy: SessionStory.perUnit)
    self.unit = unit
    let count = SessionStory.count(of: unit, on: stage)
    let slot = 44 / max(count, 1)
    let day = july(16) + index * slot + dice.number(0...slot, .sessionTime, subject)
    start = stage.moment(day, [8, 14, 19][dice.weighted([35, 40, 25], .sessionTime, subject, 1)])
    announced = stage.moment(
      day - dice.number(1...4, .planned, subject), dice.number(8...16, .planned, subject, 1))
    place = SessionStory.place(of: unit, subject, on: stage)
    isAway = stage.population.units[unit].territory == nil
    isRestricted = stage.restrictions.hold(at: place, on: day)
    let forms = ["in_person", "online", "hybrid"]
    let weights = isRestricted ? [44, 52, 4] : [55, 30, 15]
    plannedForm = forms[dice.weighted(weights, .sessionForm, subject)]
    let changes = dice.chance(isRestricted ? 760 : 30, .reformed, subject)
    changedForm = changes && plannedForm != "online" ? "online" : nil
    isCancelled = changedForm == nil && dice.chance(35, .cancelled, subject)
    let people = stage.population.units[unit]
    let heads = people.level == "grassroots" ? people.officials + people.members : 60
    expected = max(4, heads * dice.number(35...80, .invited, subject) / 100)
  }

  /// The unit's own place; sector unions, which have none, meet where their first union is.
  private static func place(of unit: Int, _ subject: Int, on stage: Stage) -> String? {
    let people = stage.population
    return people.units[unit].territory
      ?? people.children[unit].first.flatMap { people.units[$0].territory }
  }
}
