import LedgerModel

/// One example held up: a person, a collective or a model, and how far it comes.
struct ExemplarStory {
  let number: Int
  let unit: Int
  let kind: String
  let person: Int?
  let nominated: Instant
  let verified: Instant?
  /// Approval or refusal, after verification.
  let decided: Instant?
  let isApproved: Bool
  let published: Instant?
  let consented: Instant?

  var id: String { "ex\(number)" }

  static func count(on stage: Stage) -> Int {
    stage.population.grassroots.count * stage.rates.exemplars / 1_000
  }

  static func nominated(_ number: Int, on stage: Stage) -> Instant {
    stage.daytime(july(12)..<august(16), .exemplarTime, number)
  }

  init(_ number: Int, on stage: Stage) {
    let dice = stage.dice
    self.number = number
    let list =
      dice.chance(80, .exemplar, number) ? stage.population.upper : stage.population.grassroots
    unit = dice.pick(list, .exemplar, number, 1)
    kind = ["person", "collective", "model"][dice.weighted([60, 24, 16], .exemplar, number, 2)]
    let persons = stage.population.units[unit].persons
    person =
      kind == "person" && !persons.isEmpty
      ? dice.number(persons.lowerBound...persons.upperBound - 1, .exemplar, number, 3) : nil
    nominated = ExemplarStory.nominated(number, on: stage)
    func later(_ instant: Instant, _ days: ClosedRange<Int>, _ purpose: Purpose) -> Instant {
      let hours = dice.number(days.lowerBound * 24...days.upperBound * 24, purpose, number, 1)
      return instant.later(by: Stage.hours(hours))
    }
    verified = dice.chance(800, .verified, number) ? later(nominated, 1...5, .verified) : nil
    decided =
      dice.chance(920, .approved, number) ? verified.map { later($0, 1...4, .approved) } : nil
    isApproved = decided != nil && dice.chance(880, .approved, number, 2)
    let isHasty = dice.chance(40, .published, number)
    if isHasty {
      published = nominated.later(by: Stage.hours(dice.number(2...20, .published, number, 3)))
    } else if let decided, isApproved, dice.chance(760, .published, number, 2) {
      published = later(decided, 1...5, .published)
    } else {
      published = nil
    }
    consented =
      kind == "person" && dice.chance(760, .consent, number)
      ? nominated.later(by: Stage.hours(dice.number(1...20, .consent, number, 1))) : nil
  }
}
