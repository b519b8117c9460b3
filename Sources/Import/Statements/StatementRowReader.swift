import Catalog
import LedgerModel

/// Reads xAPI statements through their mapping.
struct StatementRowReader: RowReader {
  let mapping: StatementMapping
  /// Whether `stored` becomes `recorded`, as when history is moved in; live events are recorded
  /// by the ledger's own clock.
  let keepsStored: Bool

  func read(_ row: RawRow) -> EventReading {
    readJSON(row) { node in
      var reader = StatementReader()
      guard let statement = reader.statement(node) else {
        return EventReading(event: nil, problems: reader.values.problems)
      }
      let (draft, problem) = event(statement)
      if let problem { reader.report(problem) }
      guard let draft else { return EventReading(event: nil, problems: reader.values.problems) }
      return reader.values.reading(of: draft, recorded: keepsStored ? statement.stored : nil)
    }
  }

  /// The event of a statement, or why there is none.
  private func event(_ statement: Statement) -> (Event?, FieldProblem?) {
    if statement.verb == StatementMapping.voided { return voiding(statement) }
    guard let target = mapping.target(of: statement.object) else {
      return (
        nil,
        FieldProblem(
          "object.id", .unmapped, "no quiz or material is mapped to this activity",
          found: statement.object, remedy: "add it to 'objects' in the mapping file")
      )
    }
    guard let name = mapping.typeName(verb: statement.verb, on: target),
      let type = EventCatalog.type(name)
    else { return (nil, unmapped(statement.verb)) }
    var data: [NamedValue] = []
    switch (name, target) {
    case ("material.accessed", .material(let material, let channel)):
      data = [
        NamedValue("material", .text(material)), NamedValue("person", .account(statement.actor)),
        NamedValue("channel", .text(channel)),
      ]
    case ("quiz.answer.given", .quiz), ("quiz.attempt.started", .quiz),
      ("quiz.attempt.submitted", .quiz):
      guard let attempt = attempt(statement) else {
        return (
          nil,
          FieldProblem(
            "context.registration", .required, "is needed to tell attempts apart",
            remedy: "or choose another rule for 'attempt' in the mapping file")
        )
      }
      data = quizData(name, statement, target, attempt)
    default: return (nil, unmapped(statement.verb))
    }
    return (draft(statement, type, data), nil)
  }

  private func unmapped(_ verb: String) -> FieldProblem {
    FieldProblem(
      "verb.id", .unmapped, "this verb has no mapping", found: verb,
      remedy: "add it to 'verbs' in the mapping file, or leave such statements out")
  }

  private func draft(_ statement: Statement, _ type: EventType, _ data: [NamedValue]) -> Event {
    Event(
      id: statement.id, source: mapping.source, type: type, time: statement.timestamp,
      campaign: type.name == "entry.voided" ? nil : mapping.campaign, unit: mapping.unit,
      actor: .account(statement.actor), data: data)
  }

  private func voiding(_ statement: Statement) -> (Event?, FieldProblem?) {
    guard statement.isAboutStatement, let type = EventCatalog.type("entry.voided") else {
      return (
        nil,
        FieldProblem(
          "object.objectType", .choice, "a voiding statement must name a statement",
          remedy: "write StatementRef")
      )
    }
    let data = [
      NamedValue("reason", .text("voided in the record store")),
      NamedValue("target_source", .text(mapping.source)),
      NamedValue("target_id", .text(statement.object)),
    ]
    return (draft(statement, type, data), nil)
  }

  private func attempt(_ statement: Statement) -> String? {
    switch mapping.attempt {
    case .statement: statement.id
    case .registration: statement.registration
    case .registrationAndActor:
      statement.registration.map { "\($0)/\(statement.actor.shortDigest)" }
    }
  }

  private func quizData(
    _ name: String, _ statement: Statement, _ target: StatementMapping.Target, _ attempt: String
  ) -> [NamedValue] {
    let result = statement.result
    var data = [
      NamedValue("attempt", .text(attempt)), NamedValue("person", .account(statement.actor)),
    ]
    if name == "quiz.answer.given" {
      data.append(NamedValue("question", .text(statement.object)))
      data.append(NamedValue("response", .text(result.response ?? "")))
      if let isSuccess = result.isSuccess { data.append(NamedValue("correct", .bool(isSuccess))) }
      return data
    }
    if case .quiz(let quiz) = target { data.append(NamedValue("quiz", .text(quiz))) }
    guard name == "quiz.attempt.submitted" else { return data }
    let scores = [("raw", result.raw), ("min", result.min), ("max", result.max)]
    for case (let name, let score?) in result.scaledScores ?? scores {
      data.append(NamedValue(name, .decimal(score)))
    }
    if let duration = result.duration { data.append(NamedValue("duration", .duration(duration))) }
    return data
  }
}

extension Statement.Result {
  /// The scores of a result that has only `scaled`, which lies between −1 and 1.
  fileprivate var scaledScores: [(String, ExactDecimal?)]? {
    guard raw == nil, let scaled else { return nil }
    let lowest: Int64 = scaled < ExactDecimal(mantissa: 0) ? -1 : 0
    return [
      ("raw", scaled), ("min", ExactDecimal(mantissa: lowest)), ("max", ExactDecimal(mantissa: 1)),
    ]
  }
}
