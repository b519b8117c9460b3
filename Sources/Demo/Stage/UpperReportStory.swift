import LedgerModel

/// What becomes of the report that an upper union owes before 05/8: each of these happens to at
/// least one union.
enum ReportRole: CaseIterable {
  case silent, lateByHours, lateByDays, backdated, refiledBefore, refiledAfter, neverRefiled
  case voided, corrected, waivedBefore, waivedAfter, extended, early, onTime
}

/// The report of one upper union, O11.
struct UpperReportStory {
  struct Version {
    let number: Int
    let time: Instant
    let recorded: Instant
    /// When it is sent back.
    var returned: Instant?
  }

  let unit: Int
  let role: ReportRole
  private(set) var versions: [Version] = []

  var report: String { "bc-o11-\(unitID)" }
  private let unitID: String

  /// When the union is let off, or gets more time.
  var ruled: Instant?

  /// The stories of all upper unions, in the order of the plan.
  static func all(on stage: Stage) -> [UpperReportStory] {
    let order = stage.population.upper.sorted {
      (stage.dice.bits(.role, $0), $0) < (stage.dice.bits(.role, $1), $1)
    }
    var roles: [Int: ReportRole] = [:]
    for (place, unit) in order.enumerated() {
      roles[unit] =
        place < ReportRole.allCases.count - 1
        ? ReportRole.allCases[place] : drawnRole(unit, stage.dice)
    }
    return stage.population.upper.map {
      UpperReportStory($0, roles[$0] ?? .onTime, on: stage)
    }
  }

  private static func drawnRole(_ unit: Int, _ dice: Dice) -> ReportRole {
    switch dice.weighted([70, 9, 7, 4, 3, 3, 2, 1, 1], .role, unit, 1) {
    case 0: .onTime
    case 1: .lateByHours
    case 2: .lateByDays
    case 3: .silent
    case 4: .backdated
    case 5: .refiledBefore
    case 6: .refiledAfter
    case 7: .neverRefiled
    default: .extended
    }
  }

  private init(_ unit: Int, _ role: ReportRole, on stage: Stage) {
    self.unit = unit
    self.role = role
    unitID = stage.id(unit)
    let draw = stage.dice.number(0...59, .reportTime, unit, 9)
    switch role {
    case .silent: break
    case .onTime: file(stage.daytime(july(27)..<august(5), .reportTime, unit, 8))
    case .lateByHours: file(stage.moment(august(5), 10, draw * 8))
    case .lateByDays: file(stage.moment(august(6) + draw % 3, 9, draw * 5))
    case .backdated:
      file(stage.moment(august(4), 16), recorded: stage.moment(august(9), 10, draw % 20))
    case .refiledBefore, .refiledAfter, .neverRefiled: fileAndReturn(draw, on: stage)
    case .voided: file(stage.moment(august(4), 15))
    case .corrected:
      file(stage.moment(august(4), 15, 30), recorded: stage.moment(august(6), 15, 10))
    case .waivedBefore: ruled = stage.moment(august(2), 10)
    case .waivedAfter:
      file(stage.moment(august(7), 9))
      ruled = stage.moment(august(10), 10)
    case .extended:
      file(stage.moment(august(11), 17))
      ruled = stage.moment(august(3), 15)
    case .early: file(stage.moment(july(10), 16))
    }
  }

  private mutating func fileAndReturn(_ draw: Int, on stage: Stage) {
    if role == .refiledBefore {
      file(stage.moment(august(2), 9, draw), returned: stage.moment(august(3), 10))
      file(stage.moment(august(4), 10, draw % 30))
    } else {
      file(stage.moment(august(3), 8, draw), returned: stage.moment(august(4), 10))
      if role == .refiledAfter { file(stage.moment(august(6), 8, draw % 30)) }
    }
  }

  private mutating func file(_ time: Instant, recorded: Instant? = nil, returned: Instant? = nil) {
    versions.append(
      Version(
        number: versions.count + 1, time: time,
        recorded: recorded ?? time.later(by: Stage.minutes(5)), returned: returned))
  }

  /// Where a correction moves the time of the first version.
  static func correctedTime(on stage: Stage) -> Instant { stage.moment(august(6), 15) }
}
