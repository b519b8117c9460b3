import LedgerModel

/// People open materials: as many times as are left of the number of events asked for, spread
/// over the days from 15/7 on.
struct AccessesAct: Act {
  private let count: Int
  private var played = 0
  private var now: Instant
  private let first: Instant
  private let materials = ["tl-c1", "tl-c2", "tl-c3", "tl-c4", "hd-68", "hd-02", "hd-16", "hd-ct"]
  private let channels = ["website", "zalo", "facebook", "portal", "email", "paper", "meeting"]

  /// Of a thousand openings of a day those in each hour: few at night, many in the evening.
  private static let hours = [
    8, 4, 2, 2, 3, 8, 20, 45, 62, 60, 56, 52, 48, 45, 48, 52, 50, 46, 52, 76, 92, 86, 55, 28,
  ]
  private static let perDay = hours.reduce(0, +)

  init(count: Int, on stage: Stage) {
    self.count = max(0, count)
    first = stage.moment(july(15), 0)
    now = first
  }

  mutating func play(before end: Instant, on stage: Stage) {
    while now < end {
      let hour = TimeSpan.hour.microseconds
      let elapsed = (now.microseconds - first.microseconds) / hour
      let next = min(end, Instant(microseconds: first.microseconds + (elapsed + 1) * hour))
      let total = share(before: next, on: stage) - played
      let length = next.microseconds - now.microseconds
      for index in 0..<total {
        let offset = length * Int64(index) / Int64(total)
        open(played + index, at: Instant(microseconds: now.microseconds + offset), on: stage)
      }
      played += total
      now = next
    }
  }

  /// How many have happened before an instant, as the hours of the day have it; all at the end.
  private func share(before instant: Instant, on stage: Stage) -> Int {
    let (day, hour) = (TimeSpan.day.microseconds, TimeSpan.hour.microseconds)
    let elapsed = instant.microseconds - first.microseconds
    let (days, rest) = elapsed.quotientAndRemainder(dividingBy: day)
    let (full, part) = rest.quotientAndRemainder(dividingBy: hour)
    let before = Int(days) * Self.perDay + Self.hours[..<Int(full)].reduce(0, +)
    let done = Int128(before) * Int128(hour) + Int128(Self.hours[Int(full)]) * Int128(part)
    let length = stage.end.microseconds - first.microseconds
    let whole = Int128(length / day) * Int128(Self.perDay) * Int128(hour)
    return Int(Int128(count) * done / whole)
  }

  private func open(_ number: Int, at time: Instant, on stage: Stage) {
    let dice = stage.dice
    let bits = dice.bits(.accessPerson, number)
    let isAnonymous = bits % 100 < 12
    let person = Int((bits >> 8) % UInt64(max(1, stage.population.personCount)))
    let home = isAnonymous ? nil : stage.population.unit(ofPerson: person)
    let choice = dice.bits(.accessMaterial, number)
    stage.schedule(
      .materialAccessed, id: "o\(number)", from: Stage.portal,
      unit: home.flatMap { stage.place($0, at: time) }, at: time, delay: TimeSpan(microseconds: 0),
      [
        ("material", .text(materials[AccessesAct.skewed(choice, materials.count)])),
        ("person", isAnonymous ? nil : stage.population.account(person)),
        ("session", isAnonymous ? .text("s\(bits >> 44)") : nil),
        ("channel", .text(channels[AccessesAct.skewed(choice >> 32, channels.count)])),
      ])
  }

  /// An index below `count`, small ones likelier: the smaller of two even draws.
  private static func skewed(_ bits: UInt64, _ count: Int) -> Int {
    let draws = [Int(bits & 0xFFFF), Int(bits >> 16 & 0xFFFF)]
    // A shift binds tighter than a product.
    return (min(draws[0], draws[1]) * count) >> 16
  }
}
