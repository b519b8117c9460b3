import Diagnostics
import Text

/// Stages that keep or drop rows one by one, and the names they take.
extension Parser {
  /// `under "Ea Súp"`, `below $root`
  mutating func parseUnit(behind word: Token) -> ExpressionSyntax {
    let keyword = text(word)
    if let unit = parseTextOrParameter() { return unit }
    if let unit = parseUnquoted("a unit goes in quotes", behind: keyword) { return unit }
    unexpected("a unit in quotes", "a parameter", remedy: "as in `\(keyword) \"Krông Ana\"`")
    return invalid()
  }

  /// A string or a parameter, nil if neither stands here.
  private mutating func parseTextOrParameter() -> ExpressionSyntax? {
    let start = current.span.start
    guard !isAtLineBoundary else { return nil }
    switch current.kind {
    case .string, .foreign(.foreignString):
      let value = parseString()
      return node(.literal(.string(value)), from: start)
    case .parameter:
      let name = parseParameter()
      return node(.parameter(name), from: start)
    default: return nil
    }
  }

  /// Words up to the end of the stage that were meant to be one text: `under Krông Ana`. Nil, with
  /// an error of its own, if anything but words, numbers and the signs of names is among them.
  private mutating func parseUnquoted(
    _ message: String, behind keyword: String
  ) -> ExpressionSyntax? {
    guard mayBeUnquoted(current), !isAtStageEnd else { return nil }
    let first = current
    while mayBeUnquoted(current), !isAtStageEnd {
      if current.span != first.span, isAtUnpipedStage { break }
      advance()
    }
    let span = span(from: first.span.start)
    guard isAtStageEnd || isAtUnpipedStage || at(.reserved(.by)) else {
      unexpected("text in quotes", "a parameter", remedy: "as in `\(keyword) \"…\"`")
      return ExpressionSyntax(.invalid, at: span)
    }
    dropDiagnostics(in: span)
    let quoted = StringQuoting.quoted(source[span])
    report(
      .unquotedText, message, at: span, remedy: "write `\(keyword) \(quoted)`",
      fixIts: [FixIt(span, quoted, "put it in quotes")])
    return ExpressionSyntax(.literal(.string(nfc(source[span]))), at: span)
  }

  private func mayBeUnquoted(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .quotedName, .integer, .decimal, .duration, .dot, .symbol(.subtract),
      .symbol(.divide), .foreign(.slashDate), .foreign(.bareDate):
      true
    case .reserved(let word): word != .by && word != .where
    default: false
    }
  }

  /// `at level upper, .grassroots`
  mutating func parseAtLevel() -> StageKind {
    guard take(word: "level") else {
      let insertion = SourceSpan(at: current.span.start)
      unexpected(
        "'level'", remedy: "write `at level …`",
        fixIts: isName(current) ? [FixIt(insertion, "level ", "insert level")] : [])
      return .invalid
    }
    var levels: [LevelSyntax] = []
    repeat { levels.append(takeLevel()) } while take(.comma)
    return .atLevel(levels)
  }

  mutating func takeLevel() -> LevelSyntax {
    let start = current.span.start
    _ = take(.dot)
    switch current.kind {
    case .word, .quotedName, .integer:
      let token = advance()
      return LevelSyntax(
        token.kind == .integer ? text(token) : token.word, at: span(from: start))
    case .string:
      let token = current
      let value = parseString()
      report(
        .unexpected, "a level is a name, not text", at: token.span, remedy: "write `\(value)`",
        fixIts: [FixIt(token.span, value, "remove the quotes")])
      return LevelSyntax(value, at: token.span)
    default:
      unexpected("a level")
      return LevelSyntax("", at: SourceSpan(at: start))
    }
  }

  /// `missing "O11" by 2d`
  mutating func parseVerb(_ word: StageWord, _ token: Token) -> StageKind {
    guard let verb = StatusVerb(rawValue: word.rawValue) else { return .invalid }
    var duty = parseTextOrParameter()
    let isDurationNext = at(.duration) && verb.takesDuration
    if duty == nil, !isDurationNext, stageWord(current) == nil {
      duty = parseUnquoted("a duty goes in quotes", behind: text(token))
    }
    let start = current.span.start
    if at(.duration), verb.takesDuration {
      reportMissingBy()
    } else if !take(.reserved(.by)) {
      return .verb(verb, duty: duty, by: nil)
    }
    let by = parseSum()
    if !verb.takesDuration {
      report(
        .unexpected, "only `late` and `missing` take `by`", at: span(from: start),
        remedy: "leave it out", fixIts: [FixIt(span(from: start), "", "remove it")])
    }
    return .verb(verb, duty: duty, by: by)
  }

  private mutating func reportMissingBy() {
    report(
      .unexpected, "the duration follows `by`", at: current.span,
      remedy: "write `by \(text(current))`",
      fixIts: [FixIt(SourceSpan(at: current.span.start), "by ", "insert by")])
  }
}

/// Names.
extension Parser {
  /// A name; where none stands, an empty one and an error.
  mutating func takeName(_ what: String) -> NameSyntax {
    switch current.kind {
    case .word, .quotedName:
      let token = advance()
      checkClosed(token)
      return NameSyntax(token.word, at: token.span, isQuoted: token.kind == .quotedName)
    case .reserved(let word):
      guard !isRecovering, beginsNothingElse(word) else { break }
      let token = advance()
      let quoted = "`\(word.rawValue)`"
      report(
        .reservedName, "'\(word.rawValue)' is a reserved word", at: token.span,
        remedy: "as a name it goes in grave accents: \(quoted)",
        fixIts: [FixIt(token.span, quoted, "put it in grave accents")])
      return NameSyntax(word.rawValue, at: token.span, isQuoted: true)
    default: break
    }
    unexpected(what)
    return NameSyntax("", at: SourceSpan(at: current.span.start))
  }

  /// Reserved words that may follow a list of names are left to what follows.
  private func beginsNothingElse(_ word: ReservedWord) -> Bool {
    switch word {
    case .where, .by, .as, .on, .over: false
    default: true
    }
  }

  mutating func parseNames(_ what: String) -> [NameSyntax] {
    var names: [NameSyntax] = []
    repeat { names.append(takeName(what)) } while take(.comma)
    return names
  }

  /// The name of a source; capitals are reported and lowered unless the name may be the user's.
  mutating func takeSourceName() -> NameSyntax {
    let token = current
    let name = takeName("a source")
    guard token.kind == .word, hasCapital(name.text), !defined.hasUses,
      !defined.bindings.contains(name.text)
    else { return name }
    reportUpperCase(token)
    return NameSyntax(name.text.lowercased(), at: name.span)
  }
}
