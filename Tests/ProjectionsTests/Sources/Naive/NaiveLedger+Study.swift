import Catalog
import LedgerModel

extension NaiveLedger {
  func activities() -> [(key: String, row: NaiveRow)] {
    ids("session", "study.session.held", "study.session.planned").compactMap { id in
      let held = about("session", id, "study.session.held").last
      let planned = about("session", id, "study.session.planned").last
      guard let main = held ?? planned else { return nil }
      let last = about("session", id, "study.session.cancelled", "study.session.held").last
      let isCancelled = last?.event.type.name == "study.session.cancelled"
      let cancelled = isCancelled ? last : nil
      let reformed = about("session", id, "study.session.reformed")
      let place = held?.text("place") ?? planned?.text("place")
      let territory = place ?? self.place(of: main.event.unit)
      let form = held?.text("form") ?? reformed.last?.text("to_form") ?? planned?.text("form")
      return NaiveLedger.row(
        key: id, at: main.time, stands: held != nil && !isCancelled,
        [
          "activity": .entity(id), "kind": .symbol("study"), "unit": entity(main.event.unit),
          "form": symbol(form),
          "planned_form": symbol(
            planned?.text("form") ?? reformed.first?.text("from_form") ?? form),
          "state": .symbol(isCancelled ? "cancelled" : held != nil ? "held" : "planned"),
          "reformed_at": instant(of: reformed.last), "cancelled_at": instant(of: cancelled),
          "territory": entity(territory), "place_known": .bool(place != nil),
          "district": entity(district(of: territory)),
          "contents": set(texts(main.value("contents"))),
          "planned": number(planned?.value("planned")),
          "attended": held.map { count(texts($0.value("attendees")).count) } ?? .none,
          "reason": string(
            cancelled?.text("reason")),
        ])
    }
  }

  func studies() -> [(key: String, row: NaiveRow)] {
    var rows: [(key: String, row: NaiveRow)] = []
    for fact in all("study.selfstudy.completed") {
      let person = fact.text("person")
      let unit = fact.event.unit ?? officeUnit(of: person, at: fact.time)
      rows.append(
        NaiveLedger.row(
          key: fact.key, at: fact.time,
          [
            "study": .string(fact.key), "person": entity(person), "unit": entity(unit),
            "role": role(of: person, at: fact.time, unit: unit),
            "content": string(fact.text("content")),
            "method": symbol(fact.text("method")),
          ]))
    }
    for (fact, isCancelled) in sessionsHeld() {
      var number = 0
      for person in texts(fact.value("attendees")) {
        for content in texts(fact.value("contents")) {
          number += 1
          let unit = officeUnit(of: person, at: fact.time) ?? fact.event.unit
          rows.append(
            NaiveLedger.row(
              key: "\(fact.key)/\(number)", at: fact.time, stands: !isCancelled,
              [
                "person": .entity(person), "unit": entity(unit),
                "role": role(of: person, at: fact.time, unit: unit), "content": .string(content),
                "activity": entity(fact.text("session")), "method": .symbol("attended"),
              ]))
        }
      }
    }
    return rows
  }

  func essays() -> [(key: String, row: NaiveRow)] {
    let standing = ids("essay", "essay.submitted").filter { !isWithdrawn($0) }
    return ids("essay", "essay.submitted").compactMap { id in
      guard let fact = about("essay", id, "essay.submitted").first else { return nil }
      let person = fact.text("person")
      let grades = about("essay", id, "essay.graded")
      let adopted = about("essay", id, "essay.adopted").last
      let graders = Set(
        about("essay", id, "essay.graded", "essay.assigned").map { $0.text("grader") })
      let rivals = standing.filter {
        about("essay", $0, "essay.submitted").first?.text("person") == person
      }
      let unit = fact.event.unit ?? officeUnit(of: person, at: fact.time)
      let state =
        isWithdrawn(id)
        ? "withdrawn" : adopted != nil ? "adopted" : grades.isEmpty ? "submitted" : "graded"
      return NaiveLedger.row(
        key: id, at: fact.time, stands: !isWithdrawn(id),
        [
          "essay": .entity(id), "person": entity(person), "unit": entity(unit),
          "role": role(of: person, at: fact.time, unit: unit), "submitted_at": .instant(fact.time),
          "state": .symbol(state), "words": number(fact.value("words")),
          "counted": .bool(chosen(of: rivals) == id), "graders": count(graders.count),
          "graded_at": instant(of: earliest(grades)), "points": points(of: id),
          "adopted_at": instant(of: adopted), "adopted_level": symbol(adopted?.text("level")),
        ])
    }
  }

  private func isWithdrawn(_ essay: String) -> Bool {
    !about("essay", essay, "essay.withdrawn").isEmpty
  }

  /// The mean of each grader's last word: in the histories one or two graders, so never more than
  /// one digit behind the point.
  private func points(of essay: String) -> Value {
    var last: [String: Int64] = [:]
    for fact in about("essay", essay, "essay.graded") {
      guard case .decimal(let points) = fact.value("points") else { continue }
      last[fact.text("grader") ?? ""] = points.mantissa
    }
    guard !last.isEmpty else { return .none }
    let tenths = last.values.reduce(0, +) * 10 / Int64(last.count)
    return .decimal(ExactDecimal(mantissa: tenths, scale: 1))
  }

  private func chosen(of essays: [String]) -> String? {
    let rule = all("plan.issued").last?.value("readings")?.list?.first?["value"]?.text
    func time(_ essay: String) -> Instant {
      about("essay", essay, "essay.submitted").first?.time ?? Instant(microseconds: 0)
    }
    func mark(_ essay: String) -> ExactDecimal {
      if case .decimal(let points) = points(of: essay) { return points }
      return ExactDecimal(mantissa: -1)
    }
    let ordered = essays.enumerated().sorted {
      (time($0.element), $0.offset) < (time($1.element), $1.offset)
    }.map(\.element)
    switch rule {
    case "last": return ordered.last
    case "best":
      let top = ordered.map(mark).max()
      return ordered.first { mark($0) == top }
    default: return ordered.first
    }
  }
}
