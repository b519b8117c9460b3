package import Diagnostics
import EventLog
import LedgerModel
import Projections
package import QueryAnalysis
package import QueryEngine
import QueryPlan
import QuerySyntax

extension Ledger {
  /// Answers a question.
  ///
  /// One position is read when the run begins and holds for all of it. Throws `QueryFailure` for
  /// what the text or an argument got wrong and for what went wrong while it ran, `LedgerError`
  /// for the store. `progress` is told often how far it is, on the caller's thread.
  package func query(
    _ request: QueryRequest, cancellation: CancellationToken = CancellationToken(),
    progress: ((QuestionProgress) -> Void)? = nil
  ) throws -> Answer {
    observer = try progress.map { ProgressObserver(head: try log.head().lastPosition.number, $0) }
    defer { observer = nil }
    return try withStandingRows(for: request.source, until: cancellation) {
      try answer(request, cancellation)
    }
  }

  private func answer(
    _ request: QueryRequest, _ cancellation: CancellationToken
  ) throws -> Answer {
    let run = try QueryRun(self, request)
    let analysis = try run.analysed()
    guard let plan = analysis.plan, !analysis.diagnostics.hasErrors else {
      throw QueryFailure.text(analysis.diagnostics, request.source)
    }
    let table = try execute(
      plan, world: run.world, reading: run.base, limits: limits, cancellation: cancellation)
    return try run.answer(table, warnings: analysis.diagnostics)
  }

  /// Compiles a text against this ledger without running it: names, types, parameters.
  package func check(_ source: SourceText) -> [Diagnostic] {
    let parsed = parse(source)
    guard !parsed.diagnostics.hasErrors, let run = try? QueryRun(self, QueryRequest(source: source))
    else { return parsed.diagnostics }
    return parsed.diagnostics + run.analysis(of: parsed.file, requiresArguments: false).diagnostics
  }

  /// The same without a ledger: literals that name units or duties stay unresolved.
  package static func check(_ source: SourceText) -> [Diagnostic] {
    let parsed = parse(source)
    guard !parsed.diagnostics.hasErrors else { return parsed.diagnostics }
    let analysis = analyse(
      parsed.file, source: source, options: AnalysisOptions(requiresArguments: false))
    return parsed.diagnostics + analysis.diagnostics
  }

  /// The parameters that a saved query declares, for prompts and help; empty when it does not
  /// parse.
  package static func parameters(of source: SourceText) -> [ParameterDescription] {
    analyse(
      parse(source).file, source: source, options: AnalysisOptions(requiresArguments: false)
    ).parameters
  }
}

/// What one run settles before its text is read: position, clock, names.
struct QueryRun {
  let request: QueryRequest
  let head: LogHead
  let mark: String?
  let base: Reading
  let world: LedgerWorld

  init(_ ledger: Ledger, _ request: QueryRequest) throws {
    self.request = request
    head = try ledger.log.head()
    mark = ledger.markName(head)
    let source = LogEventSource(log: ledger.log)
    let start = Reading(position: head.lastPosition, clock: ledger.ownClock(head))
    let first = ledger.world(at: start)
    let zone = try first.context(start).campaigns.zone
    base = try QueryRun.base(request, start, zone: zone, source)
    world = base == start ? first : ledger.world(at: base)
  }

  private static func base(
    _ request: QueryRequest, _ start: Reading, zone: CivilZone, _ source: LogEventSource
  ) throws -> Reading {
    var reading = start
    switch try point(request.asOf, "--as-of", request, zone) {
    case .instant(let instant)?:
      reading.position = min(try source.position(recordedBy: instant), start.position)
      reading.clock = instant
    case .position(let position)?:
      reading.position = min(position, start.position)
      reading.clock = try source.recorded(at: reading.position) ?? start.clock
    case nil: break
    }
    switch try point(request.now, "--now", request, zone) {
    case .instant(let instant)?: reading.clock = instant
    case .position?:
      throw QueryFailure.argument(
        "--now", request.now ?? "", "a clock is an instant such as 2021-08-05T09:00")
    case nil: break
    }
    return reading
  }

  private static func point(
    _ text: String?, _ name: String, _ request: QueryRequest, _ zone: CivilZone
  ) throws -> PointText? {
    guard let text, text != "head" || name != "--as-of" else { return nil }
    guard let point = PointText(text, zone: zone) else {
      let position = name == "--as-of" ? ", or a position as #1200" : ""
      throw QueryFailure.argument(
        name, text, "write 2021-08-05T09:00, with 24:00 for the end of a day\(position)")
    }
    return point
  }

  func analysed() throws -> AnalysisResult {
    let parsed = parse(request.source)
    guard !parsed.diagnostics.hasErrors else {
      throw QueryFailure.text(parsed.diagnostics, request.source)
    }
    guard parsed.file.pipeline != nil else {
      let finding = Diagnostic(
        .error, "K003", "the text asks nothing", at: SourceSpan(at: 0),
        remedy: "begin with a source, as in `units | summarize n = count()`")
      throw QueryFailure.text(parsed.diagnostics + [finding], request.source)
    }
    return analysis(of: parsed.file, requiresArguments: true)
  }

  func analysis(of file: FileSyntax, requiresArguments: Bool) -> AnalysisResult {
    let zone = (try? world.context(base).campaigns.zone) ?? .vietnam
    return analyse(
      file, source: request.source,
      arguments: request.parameters.mapValues(ParameterArgument.text),
      resolver: LedgerResolver(world.context(base)),
      options: AnalysisOptions(
        campaign: request.campaign, zone: zone, clock: base.clock,
        requiresArguments: requiresArguments))
  }

  func answer(_ table: ResultTable, warnings: [Diagnostic]) throws -> Answer {
    let reading = table.reading ?? base
    let context = world.context(reading)
    let names = try NameBook(table, context: context)
    let zone = try context.campaigns.zone
    var notes = table.notes
    if let note = knowledgeNote(reading, zone) { notes.append(note) }
    let quarantined = world.quarantine.count
    if quarantined > 0 {
      notes.append("\(quarantined) events could not be folded; kiem status lists them")
    }
    return Answer(
      table: table,
      footer: AnswerFooter(
        position: reading.position, clock: reading.clock, zone: zone,
        boundary: reading.assumptions.boundary?.rawValue ?? "as declared",
        rowCount: table.rows.count, mark: mark, notes: notes),
      warnings: warnings, source: request.source, zone: zone,
      name: { names.name($0, $1) })
  }

  /// A clock earlier than the newest entry known is judged with knowledge it could not have had.
  private func knowledgeNote(_ reading: Reading, _ zone: CivilZone) -> String? {
    guard reading.position == head.lastPosition, reading.clock < head.lastRecorded else {
      return nil
    }
    let local = zone.isoText(reading.clock).replacing(" ", with: "T")
    return "clock \(zone.vietnameseText(reading.clock)), knowledge #\(reading.position.number) of "
      + "\(zone.day(of: head.lastRecorded).vietnamese): add --as-of \(local) for what was known "
      + "then"
  }
}

extension QueryFailure {
  /// An option that cannot be read, shown like a text of its own.
  static func argument(_ name: String, _ text: String, _ remedy: String) -> QueryFailure {
    let source = SourceText(name: name, text: text)
    let message = "'\(text)' is no instant"
    return .text([Diagnostic(.error, "K030", message, at: source.span, remedy: remedy)], source)
  }

  init(_ error: ExecutionError, in source: SourceText) {
    guard let code = error.code else {
      self = .cancelled
      return
    }
    let span = error.origin.map { SourceSpan($0.lowerBound, $0.upperBound) } ?? SourceSpan(at: 0)
    self = .run(
      Diagnostic(.error, code, error.message, at: span, remedy: error.remedy), source)
  }
}
