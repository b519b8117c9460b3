import Diagnostics

/// Stages that put rows together.
extension Parser {
  mutating func parseSummarize() -> StageKind {
    let bindings = parseBindings(.summarize)
    let by = parseBy()
    return summarized(bindings, by)
  }

  /// The words behind the groups.
  func summarized(_ bindings: [BindingSyntax], by: [ItemSyntax], fill: Token?, total: Token?)
    -> StageKind
  {
    .summarize(
      SummarizeSyntax(bindings: bindings, by: by, fill: fill?.span, total: total?.span))
  }

  mutating func summarized(_ bindings: [BindingSyntax], _ by: [ItemSyntax]) -> StageKind {
    let fill = takeToken(word: "fill")
    let total = takeToken(word: "total")
    if fill == nil, total != nil, at(word: "fill") {
      report(
        .misplacedPart, "`fill` stands before `total`", at: current.span,
        remedy: "write `fill total`")
      let late = advance()
      return summarized(bindings, by: by, fill: late, total: total)
    }
    return summarized(bindings, by: by, fill: fill, total: total)
  }

  /// The current token, consumed, if it is that word. On a new line it may be the source of the
  /// next pipeline instead, if the text defines one of that name.
  mutating func takeToken(word: String) -> Token? {
    let token = current
    if isAtLineBoundary, defined.bindings.contains(token.word) { return nil }
    return take(word: word) ? token : nil
  }

  /// `by items`, empty if it is not there.
  mutating func parseBy() -> [ItemSyntax] {
    take(.reserved(.by)) ? parseItems() : []
  }

  mutating func parseRollup() -> StageKind {
    let bindings = parseBindings(.rollup)
    let to = take(word: "to") ? takeLevel() : nil
    return .rollup(RollupSyntax(bindings: bindings, to: to, by: parseBy()))
  }

  mutating func parseFunnel() -> StageKind {
    let isEach = take(word: "each")
    guard at(.leftBrace) else {
      unexpected("\"{\" and the steps", remedy: "as in `funnel { read = views, took = attempts }`")
      return .invalid
    }
    let opening = openBracket()
    var steps: [FunnelStepSyntax] = []
    repeat { steps.append(parseFunnelStep()) } while take(.comma)
    closeBracket(opening, expected: "\",\"")
    let isInOrder = parseInOrder()
    let within = isInOrder && take(word: "within") ? parseSum() : nil
    return .funnel(
      FunnelSyntax(
        isEach: isEach, steps: steps, isInOrder: isInOrder, within: within, by: parseBy()))
  }

  private mutating func parseInOrder() -> Bool {
    guard at(.reserved(.in)) else { return false }
    advance()
    if !take(word: "order") { unexpected("'order'") }
    return true
  }

  private mutating func parseFunnelStep() -> FunnelStepSyntax {
    let start = current.span.start
    let name = takeName("a step such as `read = views`")
    if !take(.assign) { unexpected("\"=\" and a source") }
    guard !isRecovering else {
      skipToStageEnd()
      let empty = SourceSyntax(base: BaseSyntax(.invalid, at: name.span), at: name.span)
      let pipeline = PipelineSyntax(source: empty, stages: [], at: name.span)
      return FunnelStepSyntax(name: name, pipeline: pipeline, at: span(from: start))
    }
    let isEnclosed = at(.leftParenthesis)
    let pipeline = isEnclosed ? parseParenthesizedPipeline() : parsePipeline()
    if !isEnclosed { checkRowWise(pipeline) }
    return FunnelStepSyntax(name: name, pipeline: pipeline, at: span(from: start))
  }

  /// Outside parentheses a step only filters; anything else would leave it open whether a comma
  /// belongs to the stage or to the funnel.
  private mutating func checkRowWise(_ pipeline: PipelineSyntax) {
    let other = pipeline.stages.first { stage in
      switch stage.kind {
      case .filter, .within, .atLevel, .verb, .invalid: false
      default: true
      }
    }
    guard let other else { return }
    let enclosed = "(\(source[pipeline.span]))"
    report(
      .unexpected, "a step with this stage stands in parentheses", at: other.keyword,
      remedy: "write `\(enclosed)`", fixIts: [FixIt(pipeline.span, enclosed, "add parentheses")])
  }
}
