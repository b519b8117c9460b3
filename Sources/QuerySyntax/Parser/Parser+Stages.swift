import Diagnostics

/// Which stage it is.
extension Parser {
  /// The stage behind a `|`.
  mutating func parseStage() -> StageSyntax {
    isRecovering = false
    let start = current.span.start
    guard let word = stageWord(current) else { return parseOtherStage() }
    let token = advance()
    let kind = parseStage(word, token)
    return stage(kind, keyword: keywordSpan(word, token), from: start)
  }

  func stage(_ kind: StageKind, keyword: SourceSpan, from start: Int) -> StageSyntax {
    StageSyntax(kind, keyword: keyword, at: span(from: start))
  }

  /// The stage that a token begins; a name the text defines as a stage is the user's.
  func stageWord(_ token: Token) -> StageWord? {
    switch token.kind {
    case .reserved(.where): .where
    case .word: StageWord(rawValue: token.word)
    default: nil
    }
  }

  private func keywordSpan(_ word: StageWord, _ token: Token) -> SourceSpan {
    guard word == .at, let level = tokens.last(where: { $0.word == "level" }),
      level.span.start > token.span.start, level.span.end <= previousEnd
    else { return token.span }
    return token.span.union(level.span)
  }

  /// What follows a stage word, which has been consumed.
  mutating func parseStage(_ word: StageWord, _ token: Token) -> StageKind {
    switch word {
    case .where: .filter(parseExpression())
    case .under: .within(.under, parseUnit(behind: token))
    case .below: .within(.below, parseUnit(behind: token))
    case .at: parseAtLevel()
    case .missing, .late, .filed, .unfiled, .pending, .waived: parseVerb(word, token)
    case .with: parseMatch(isNegated: false)
    case .without: parseMatch(isNegated: true)
    case .lookup: parseLookup(isExpand: false)
    case .expand: parseLookup(isExpand: true)
    case .append: .append(parseParenthesizedPipeline())
    case .derive: .derive(parseBindings(word))
    case .select: .select(parseItems())
    case .drop: .drop(parseNames("a column"))
    case .distinct: .distinct(parseNames("a column"))
    case .summarize: parseSummarize()
    case .rollup: parseRollup()
    case .funnel: parseFunnel()
    case .sort: .sort(parseSortKeys())
    case .take: parseTake()
    case .top: parseTop()
    case .show: parseShow()
    case .assert: parseAssert()
    case .why: .why(all: !current.beginsLine && take(word: "all"))
    case .sequence: parseSequence()
    case .pivot: .pivot(takeName("a column"))
    }
  }

  /// A stage that begins with none of our words: the user's own, or a slip.
  private mutating func parseOtherStage() -> StageSyntax {
    let start = current.span.start
    guard isName(current) else { return parseMissingStage() }
    if let slip = parseMistakenStage() { return slip }
    let token = advance()
    checkClosed(token)
    let name = NameSyntax(token.word, at: token.span, isQuoted: token.kind == .quotedName)
    let arguments = parseArgumentsOnLine()
    return stage(.user(name, arguments), keyword: token.span, from: start)
  }

  private mutating func parseMissingStage() -> StageSyntax {
    let start = current.span.start
    if at(.pipe) {
      report(
        .unexpected, "a stage is missing between two \"|\"", at: current.span,
        remedy: "leave one out", fixIts: [FixIt(current.span, "", "remove the second |")])
    } else {
      unexpected("a stage")
    }
    return stage(.invalid, keyword: SourceSpan(at: start), from: start)
  }
}

/// Stages without their `|`.
extension Parser {
  /// True where a stage begins that no `|` announces. At a new line outside brackets a word is one
  /// only if it cannot be the source of the next pipeline.
  var isAtUnpipedStage: Bool {
    guard let word = stageWord(current) else { return isAtUnpipedForeignStage }
    guard isAtLineBoundary else { return true }
    if word == .where { return true }
    guard definitionWord == nil, !defined.bindings.contains(current.word) else { return false }
    let next = peek(1)
    if next.beginsLine || next.kind == .pipe || next.kind == .endOfFile {
      return StatusVerb(rawValue: word.rawValue) != nil
    }
    return word.takesPipeline ? next.kind == .leftParenthesis : next.kind != .leftParenthesis
  }

  private var isAtUnpipedForeignStage: Bool {
    guard at(.word), !isAtLineBoundary else { return false }
    let word = current.word.lowercased()
    guard ForeignHabits.stages[word] != nil || word == "group" else { return false }
    return beginsOperand(peek(1)) || peek(1).kind == .reserved(.by)
  }

  mutating func parseUnpipedStage(from start: Int) -> StageSyntax {
    isRecovering = false
    let word = current
    let before = source[SourceSpan(start, previousEnd)]
    let insertion = SourceSpan(at: word.span.start)
    let isForeign = stageWord(word) == nil
    let index = diagnostics.count
    let parsed = parseStage()
    if isForeign, diagnostics.count > index { return parsed }
    let whole = "\(before) | \(source[parsed.span])"
    let remedy = whole.count <= 60 && !whole.contains("\n") ? whole : "| \(source[parsed.span])"
    report(
      .missingPipe, "a stage begins with \"|\"", at: word.span, remedy: "write `\(remedy)`",
      fixIts: [FixIt(insertion, "| ", "insert |")])
    return parsed
  }
}
