import Diagnostics
import Text

/// Stages under another name: in capitals, in Vietnamese, from another language, misspelt.
extension Parser {
  /// Reads the stage that was meant, and names the mistake; nil at a name that may be the user's
  /// own stage.
  mutating func parseMistakenStage() -> StageSyntax? {
    guard current.kind == .word, !defined.stages.contains(current.word) else { return nil }
    let word = current.word
    if hasCapital(word), let meant = StageWord(rawValue: word.lowercased()) {
      reportUpperCase(current)
      return parseMeant(meant, wordCount: 1)
    }
    if let (meant, count) = vietnameseStage() { return parseVietnamese(meant, wordCount: count) }
    if let foreign = parseForeignStage(word.lowercased()) { return foreign }
    return parseMisspelt(word)
  }

  /// Consumes the words that name the stage, then reads the stage they stand for.
  private mutating func parseMeant(_ meant: StageWord, wordCount: Int) -> StageSyntax {
    let first = current
    var last = first
    for _ in 0..<wordCount { last = advance() }
    let keyword = first.span.union(last.span)
    let kind = parseStage(meant, last)
    return stage(kind, keyword: keyword, from: first.span.start)
  }
}

/// Vietnamese.
extension Parser {
  private func vietnameseStage() -> (StageWord, Int)? {
    // A plain ASCII word may as well be a slip or a stage of a library.
    guard text(current).utf8.contains(where: { $0 >= 0x80 }) || isVietnamesePhrase else {
      return nil
    }
    for (phrase, word) in ForeignHabits.vietnameseStages where matches(phrase) {
      return (word, phrase.count)
    }
    return nil
  }

  /// True where at least one of the next two words has marks.
  private var isVietnamesePhrase: Bool {
    peek(1).kind == .word && peek(1).word.utf8.contains { $0 >= 0x80 }
  }

  private func matches(_ phrase: [String]) -> Bool {
    phrase.indices.allSatisfy { peek($0).kind == .word && fold(peek($0).word) == phrase[$0] }
  }

  private mutating func parseVietnamese(_ meant: StageWord, wordCount: Int) -> StageSyntax {
    let span = current.span.union(peek(wordCount - 1).span)
    let ours = meant.rawValue
    report(
      .vietnameseWord, "the word is `\(ours)`", at: span, remedy: "write `\(ours)`",
      fixIts: [FixIt(span, ours, "write \(ours)")])
    return parseMeant(meant, wordCount: wordCount)
  }
}

/// Misspelt.
extension Parser {
  /// A word near one of ours, or one that no file in sight defines.
  private mutating func parseMisspelt(_ word: String) -> StageSyntax? {
    if defined.hasUses, isUserStageShape { return nil }
    let candidates = QueryVocabulary.stageWords + defined.stages.sorted()
    let token = current
    guard let guess = nearestName(to: word, among: candidates) else {
      return parseUnknownStage(token)
    }
    report(
      .unknownStage, "no stage '\(word)'", at: token.span, remedy: "did you mean '\(guess)'?",
      fixIts: [FixIt(token.span, guess, "write \(guess)")])
    if let meant = StageWord(rawValue: guess) { return parseMeant(meant, wordCount: 1) }
    advance()
    let name = NameSyntax(guess, at: token.span)
    let arguments = parseArgumentsOnLine()
    return stage(.user(name, arguments), keyword: token.span, from: token.span.start)
  }

  private mutating func parseUnknownStage(_ token: Token) -> StageSyntax {
    report(
      .unknownStage, "no stage '\(token.word)'", at: token.span,
      notes: ["a stage of your own is defined with `stage \(token.word) = …`"])
    advance()
    isRecovering = true
    skipToStageEnd()
    return stage(.invalid, keyword: token.span, from: token.span.start)
  }

  /// Whether what follows is what may follow the name of a user's stage.
  private var isUserStageShape: Bool {
    switch peek(1).kind {
    case .leftParenthesis, .pipe, .endOfFile, .rightParenthesis: true
    default: peek(1).beginsLine
    }
  }
}
