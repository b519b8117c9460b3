import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// What an inner pipeline takes over from where it stands.
struct PipelineEnvironment {
  /// Never with `over`, which only filters the source it is written at.
  var reading = ReadingRequest()
  var locals: [String: LocalName] = [:]
  /// The pipeline that the answer comes from; its scopes are kept for completion.
  var isMain = false

  /// For a pipeline inside this one.
  var inner: PipelineEnvironment {
    PipelineEnvironment(reading: reading, locals: locals)
  }
}

extension Analyzer {
  func pipeline(_ syntax: PipelineSyntax, in environment: PipelineEnvironment) -> Stream {
    guard enterLevel(at: syntax.span) else { return openStream(environment.reading) }
    defer { budget.leave() }
    var stream = source(syntax, in: environment)
    note(stream, behind: syntax.source.span, in: environment)
    for stage in syntax.stages {
      stream.facts.stageNumber += 1
      stream = self.stage(stage, on: stream, in: environment)
      note(stream, behind: stage.span, in: environment)
    }
    return stream
  }

  private func note(
    _ stream: Stream, behind span: SourceSpan, in environment: PipelineEnvironment
  ) {
    guard environment.isMain else { return }
    stageScopes.append(
      StageScope(
        span: span, columns: stream.scope.visibleColumns, source: stream.scope.sourceName))
  }

  /// An inner pipeline read at the same clocks, unless it says otherwise.
  func inner(_ syntax: PipelineSyntax, of stream: Stream, in environment: PipelineEnvironment)
    -> Stream
  {
    var inner = environment.inner
    inner.reading = stream.facts.reading
    inner.reading.over = nil
    inner.locals = stream.scope.locals
    return pipeline(syntax, in: inner)
  }

  func stage(
    _ syntax: StageSyntax, on stream: Stream, in environment: PipelineEnvironment
  ) -> Stream {
    guard addStage(at: syntax.keyword) else { return stream }
    return read(syntax, on: stream, in: environment)
  }

  private func addStage(at span: SourceSpan) -> Bool {
    if let excess = budget.addStage() { reportExcess(excess, at: span) }
    return !budget.isSpent
  }

  private func read(
    _ syntax: StageSyntax, on stream: Stream, in environment: PipelineEnvironment
  ) -> Stream {
    switch syntax.kind {
    case .filter(let condition): filter(condition, syntax, on: stream)
    case .within(let scope, let unit): within(scope, unit, syntax, on: stream)
    case .atLevel(let levels): atLevel(levels, syntax, on: stream)
    case .verb(let verb, let duty, let delay):
      self.verb(verb, duty: duty, by: delay, syntax, on: stream)
    case .match(let match): self.match(match, syntax, on: stream, in: environment)
    case .lookup(let lookup): self.lookup(lookup, syntax, on: stream, in: environment)
    case .append(let pipeline): append(pipeline, syntax, on: stream, in: environment)
    case .derive(let bindings): derive(bindings, syntax, on: stream)
    case .select(let items): select(items, syntax, on: stream)
    case .drop(let names): drop(names, syntax, on: stream)
    case .distinct(let names): distinct(names, syntax, on: stream)
    case .summarize(let summarize): self.summarize(summarize, syntax, on: stream)
    case .rollup(let rollup): self.rollup(rollup, syntax, on: stream)
    case .funnel(let funnel): self.funnel(funnel, syntax, on: stream, in: environment)
    default: lateStage(syntax, on: stream, in: environment)
    }
  }

  private func lateStage(
    _ syntax: StageSyntax, on stream: Stream, in environment: PipelineEnvironment
  ) -> Stream {
    switch syntax.kind {
    case .sort(let keys): sort(keys, syntax, on: stream)
    case .take(let count): take(count, syntax, on: stream)
    case .top(let top): self.top(top, syntax, on: stream)
    case .assert(let assertion, let message): assert(assertion, message, syntax, on: stream)
    case .why(let all): why(all: all, syntax, on: stream)
    case .user(let name, let arguments):
      userStage(name, arguments, syntax, on: stream, in: environment)
    default: unsupported(syntax, on: stream)
    }
  }

  /// What the language has and this version does not run: refused by name, so that it is never
  /// silently left out.
  private func unsupported(_ syntax: StageSyntax, on stream: Stream) -> Stream {
    switch syntax.kind {
    case .show: refuse(.showNotYet, "show", syntax, remedy: "`.show` draws the last answer")
    case .sequence: refuse(.sequenceNotYet, "sequence", syntax, remedy: nil)
    case .pivot: refuse(.pivotNotYet, "pivot", syntax, remedy: nil)
    default: break
    }
    var open = stream
    open.scope.isOpen = true
    return open
  }

  private func refuse(
    _ code: AnalysisCode, _ word: String, _ syntax: StageSyntax, remedy: String?
  ) {
    report(code, "`\(word)` is not in this version yet", at: syntax.keyword, remedy: remedy)
  }

  /// Stages of the user, read where the name stands.
  private func userStage(
    _ name: NameSyntax, _ arguments: ArgumentsSyntax?, _ syntax: StageSyntax, on stream: Stream,
    in environment: PipelineEnvironment
  ) -> Stream {
    guard let definition = definitions[name.text],
      case .stage(let formals, let stages) = definition.kind
    else {
      reportUnknownStage(name)
      var open = stream
      open.scope.isOpen = true
      return open
    }
    guard enterLevel(at: syntax.span) else { return stream }
    defer { budget.leave() }
    let outer = stream.scope.locals
    guard
      let locals = bind(formals, to: arguments, of: name.text, locals: outer, at: syntax.span)
    else { return stream }
    let result = entering(definition, at: syntax.span) {
      var inner = environment
      inner.isMain = false
      inner.locals = locals
      var current = stream
      current.scope.locals = locals
      for stage in stages { current = self.stage(stage, on: current, in: inner) }
      return current
    }
    var after = result ?? stream
    after.scope.locals = outer
    return after
  }

  private func reportUnknownStage(_ name: NameSyntax) {
    let known = QueryVocabulary.stageWords + definitions.keys.sorted()
    let near = nearestName(to: name.text, among: known)
    report(
      .unknownStage, "no stage '\(name.text)'", at: name.span,
      remedy: near.map { "did you mean '\($0)'?" },
      fixIts: near.map { [FixIt(name.span, $0, "write `\($0)`")] } ?? [])
  }
}

extension StageSyntax {
  var origin: Range<Int> { span.start..<span.end }
}
