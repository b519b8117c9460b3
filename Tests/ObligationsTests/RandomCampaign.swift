import LedgerModel
import Projections
import TestSupport

/// A seeded history with everything that can happen to obligations: units that open, close, move
/// and merge; reports in versions, returned, received, back-dated; papers handed down; essays
/// withdrawn; waivers, extensions, a duty dropped and declared again; a fifth of it voids,
/// corrections and paper that comes late.
struct RandomCampaign {
  var play: Play
  /// With links, pages, headcounts, provisions and settings that change, too.
  let isWide: Bool
  private var random: SeededGenerator
  private var versions: [String: Int64] = [:]
  private var essays = 0
  private var mergers = 0
  let uppers = ["A", "B", "C", "D"]
  let bases = ["g1", "g2", "g3", "g4", "g5", "g6"]
  let persons = ["p1", "p2", "p3", "p4"]
  /// Where the clock of the play stands: events are recorded here.
  private(set) var now = time("10/7 08:00")
  var amendable: [Position] = []

  init(seed: UInt64, count: Int, isWide: Bool = false) {
    self.isWide = isWide
    random = SeededGenerator(seed: seed)
    let counts = Bool.random(using: &random) ? "first" : "standing"
    let resubmit = ["0h", "2d", "1wd"].randomElement(using: &random) ?? "0h"
    play = Play(settings: [("counts", .text(counts)), ("resubmit", .text(resubmit))])
    for unit in uppers { play.unit(unit, level: "upper", parent: "province", opened: opening()) }
    for unit in bases {
      play.unit(unit, level: "grassroots", parent: pick(uppers), opened: opening())
    }
    declareDuties()
    if isWide { declareWideDuties() }
    while play.events.count < count { step() }
  }

  private mutating func declareDuties() {
    play.duty(grace: pick([nil, "1d", "1wd", "6h"]))
    play.duty(
      "O8", kind: "distribute", each: "units | at level grassroots | where parent == holder.unit",
      metBy: [
        "material.distributed where unit == holder.unit and to_unit == target.unit",
        "material.received where from_unit == holder.unit and unit == target.unit",
      ], opens: "01/7", due: pick([nil, "10/8"]), min: pick([nil, 2]))
    play.duty(
      "O14", kind: "essay", holder: "offices", metBy: ["essay.submitted"], opens: "01/7",
      due: "20/8", boundary: "by", cardinality: "once", to: "none")
    play.duty(
      "O15", kind: "share", holder: "units | at level upper, grassroots",
      parts: [
        ("inside", ["material.shared where audience == .internal"]),
        ("outside", ["material.shared where audience == .community"]),
      ], opens: "15/7", due: "15/8", dueTime: pick([nil, "17:00"]), to: "none")
  }

  private mutating func opening() -> String? { pick([nil, nil, "20/7", "04/8", "06/8"]) }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  /// The time an event is said to have: now, or up to nine days ago.
  private mutating func said() -> Instant {
    guard chance(20) else { return now }
    let back = Int64.random(in: 0..<9 * 86_400, using: &random)
    return Instant(microseconds: now.microseconds - back * 1_000_000)
  }

  mutating func someDay() -> Day {
    Day(number: day("10/7").number + Int32.random(in: 0..<50, using: &random))
  }

  private mutating func step() {
    now.microseconds += Int64.random(in: 0..<60_000, using: &random) * 1_000_000
    if isWide, chance(20) { return changeStructure() }
    let roll = Int.random(in: 0..<100, using: &random)
    switch roll {
    case ..<14: report()
    case ..<22: judgeReport()
    case ..<36: handDown()
    case ..<46: share()
    case ..<56: essay()
    case ..<64: office()
    case ..<72: ruling()
    case ..<80: changeTree()
    case ..<82: changePlan()
    case ..<91: void()
    default: correct()
    }
  }

  mutating func add(
    _ type: String, unit: String? = nil, obligation: String? = nil,
    _ data: [(String, FieldValue)]
  ) {
    let time = said()
    amendable.append(
      play.append(type, at: time, recorded: now, unit: unit, obligation: obligation, data))
  }

  private mutating func report() {
    let unit = pick(uppers + ["M1"])
    versions[unit, default: 0] += 1
    let named: String? = chance(15) ? "kh/R/\(pick(uppers))" : nil
    add(
      "report.submitted", unit: unit, obligation: named,
      [
        ("report", .text("r-\(unit)")), ("version", .integer(versions[unit] ?? 1)),
        ("to_unit", .text("province")),
      ])
  }

  private mutating func judgeReport() {
    let unit = pick(uppers)
    let version = versions[unit] ?? 1
    if chance(60) {
      add(
        "report.returned",
        [
          ("report", .text("r-\(unit)")), ("version", .integer(version)),
          ("reason", .text("figures")),
        ])
    } else {
      add("report.received", [("report", .text("r-\(unit)")), ("version", .integer(version))])
    }
  }

  private mutating func handDown() {
    let (giver, taker) = (pick(uppers), pick(bases))
    if chance(70) {
      add(
        "material.distributed", unit: giver,
        [("material", .text("m")), ("to_unit", .text(taker)), ("medium", .text("paper"))])
    } else {
      add(
        "material.received", unit: taker,
        [("material", .text("m")), ("from_unit", .text(giver))])
    }
  }

  private mutating func share() {
    add(
      "material.shared", unit: pick(uppers + bases),
      [
        ("material", .text("m")), ("channel", .text("facebook")),
        ("audience", .text(pick(["internal", "community"]))),
      ])
  }

  private mutating func essay() {
    if essays > 0, chance(25) {
      let essay = Int.random(in: 1...essays, using: &random)
      add("essay.withdrawn", [("essay", .text("e\(essay)"))])
    } else {
      essays += 1
      add(
        "essay.submitted",
        [
          ("essay", .text("e\(essays)")),
          ("person", .text(pick(isWide ? persons + accounts : persons))),
        ])
    }
  }

  private mutating func office() {
    let (person, unit) = (pick(persons), pick(uppers + bases))
    let office = "\(person)@\(unit)"
    if chance(70) {
      add(
        "office.assumed", unit: unit,
        [
          ("office", .text(office)), ("person", .text(person)), ("position", .text("chair")),
          ("on", .date(someDay())),
        ])
    } else {
      add("office.left", unit: unit, [("office", .text(office)), ("on", .date(someDay()))])
    }
  }

  private mutating func ruling() {
    let duty = pick(["R", "O8", "O14", "O15"])
    var data: [(String, FieldValue)] = [("duty", .text(duty)), ("reason", .text("lockdown"))]
    if duty == "O14" {
      data.append(("person", .text(pick(persons))))
    } else if chance(80) {
      data.append(("unit", .text(pick(uppers))))
    }
    if duty == "O15", chance(50) { data.append(("part", .text("inside"))) }
    if chance(50) {
      add("duty.waived", data)
    } else {
      data.append(("new_due", .date(someDay())))
      add("duty.extended", data)
    }
  }

  private mutating func changeTree() {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: add("orgunit.closed", unit: pick(bases), [("on", .date(someDay()))])
    case 1:
      mergers += 1
      let sources = [pick(uppers), pick(uppers)]
      add(
        "orgunit.merged",
        [
          ("sources", .list(sources.map { .text($0) })), ("target", .text("M\(mergers)")),
          ("on", .date(someDay())),
        ])
    default:
      add(
        "orgunit.moved", unit: pick(bases),
        [("parent", .text(pick(uppers))), ("on", .date(someDay()))])
    }
  }

  private mutating func changePlan() {
    if chance(50) {
      add(
        "plan.amended",
        [
          ("change", record([("dropped", .list([.text(pick(["R", "O15"]))]))])),
          ("document", .text("doc")),
        ])
    } else {
      amendable.append(play.duty(due: pick(["05/8", "12/8"]), at: now))
    }
  }

  private mutating func void() {
    guard !amendable.isEmpty else { return }
    let target = pick(amendable)
    amendable.append(
      play.append(
        "entry.voided", at: now, campaign: nil,
        [("target", .position(target)), ("reason", .text("mistake"))]))
  }

  private mutating func correct() {
    guard !amendable.isEmpty else { return }
    let target = pick(amendable)
    let type = play.events[Int(target.number) - 1].typeName
    var patch: [(String, FieldValue)] = [("time", .instant(said()))]
    if type.hasPrefix("entry."), chance(50) {
      let earlier = amendable.filter { $0 < target }
      if !earlier.isEmpty { patch = [("target", .position(pick(earlier)))] }
    } else if type == "report.submitted" || type == "material.shared", chance(50) {
      patch = [("orgunit", .text(pick(uppers)))]
    } else if type == "material.distributed", chance(50) {
      patch = [("to_unit", .text(pick(bases)))]
    } else if type.hasPrefix("orgunit."), chance(50) {
      patch = [("on", .date(someDay()))]
    }
    amendable.append(
      play.append(
        "entry.corrected", at: now, campaign: nil,
        [("target", .position(target)), ("patch", record(patch)), ("reason", .text("mistake"))]))
  }
}
