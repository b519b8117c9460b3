import Demo
import LedgerModel

/// What happened to the report that one unit owes, and what that makes of it: the rules of a duty
/// "before D" in their shortest form, for one source of facts or another.
struct ReportHistory {
  struct Version {
    let time: Instant
    let returned: Instant?
  }

  struct Judgement: Equatable {
    let status: String
    let filedAt: Instant?
  }

  enum Boundary { case before, by }

  /// In the order in which they were recorded.
  var versions: [Version] = []
  var waived: Instant?
  var extended: (time: Instant, due: Day)?

  /// None for a unit that was let off.
  func judged(at clock: Instant, opens: Day, due: Day, _ boundary: Boundary) -> Judgement? {
    if let waived, waived <= clock { return nil }
    let day = extended.flatMap { $0.time <= clock ? $0.due : nil } ?? due
    let cutoff = start(of: boundary == .before ? day : Day(number: day.number + 1))
    let happened = versions.filter { $0.time <= clock }
    if let last = happened.last, let filed = happened.map(\.time).min() {
      if let returned = last.returned, returned <= clock {
        return Judgement(status: "returned", filedAt: nil)
      }
      return Judgement(status: filed < cutoff ? "on_time" : "late", filedAt: filed)
    }
    let status = cutoff <= clock ? "overdue" : clock < start(of: opens) ? "not_open" : "open"
    return Judgement(status: status, filedAt: nil)
  }
}

/// Midnight of a day in Viet Nam, seven hours before that of UTC.
func start(of day: Day) -> Instant {
  Instant(microseconds: (Int64(day.number) * 24 - 7) * 3_600_000_000)
}

/// The day of an instant in Viet Nam.
func day(of instant: Instant) -> Day {
  let hour: Int64 = 3_600_000_000
  return Day(number: Int32((instant.microseconds + 7 * hour) / (24 * hour)))
}

/// A day of August 2021, 18,809 days after 1970 being the first of July.
func august(_ day: Int32) -> Day { Day(number: 18_809 + 31 + day - 1) }

extension RawLedger {
  /// By unit the reports that answer a duty, and its exceptions.
  func histories(_ duty: String) -> [String: ReportHistory] {
    func version(_ fact: Fact) -> String {
      "\(fact.text("report") ?? "")/\(fact.event.integer("version") ?? 0)"
    }
    let returned = Dictionary(
      all("report.returned").map { (version($0), $0.time) }, uniquingKeysWith: { $1 })
    var histories: [String: ReportHistory] = [:]
    for fact in all("report.submitted") where fact.text("duty") == duty {
      histories[fact.event.unit ?? "", default: .init()].versions.append(
        .init(time: fact.time, returned: returned[version(fact)]))
    }
    for fact in all("duty.waived") where fact.text("duty") == duty {
      histories[fact.text("unit") ?? "", default: .init()].waived = fact.time
    }
    for fact in all("duty.extended") where fact.text("duty") == duty {
      histories[fact.text("unit") ?? "", default: .init()].extended = fact.event.date("new_due")
        .map { (fact.time, $0) }
    }
    return histories
  }
}

extension SimulationRecord {
  /// The same as the play wrote it down, for O11; none of it recorded later than `known`.
  func history(of unit: String, known: Instant) -> ReportHistory {
    var history = ReportHistory()
    for filing in filings where filing.unit == unit && filing.recorded <= known {
      if let voided = filing.voidedAt, voided <= known { continue }
      let correction = filing.correction.flatMap { $0.recorded <= known ? $0.time : nil }
      let returned = filing.returned.flatMap { $0.recorded <= known ? $0.time : nil }
      history.versions.append(.init(time: correction ?? filing.time, returned: returned))
    }
    history.waived = waived[unit].flatMap { $0.recorded <= known ? $0.time : nil }
    history.extended = extended[unit].flatMap { ruling in
      ruling.recorded <= known ? (ruling.time, day(of: ruling.cutoff)) : nil
    }
    return history
  }
}
