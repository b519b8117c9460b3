import Diagnostics
import Text

/// Searching in text as other languages do it.
extension Parser {
  /// `unit like "%Ea%"`: read as `unit ~ "Ea"`.
  mutating func parseTextTest(
    _ left: ExpressionSyntax, isNegated: Bool, from start: Int
  ) -> ExpressionSyntax {
    let word = advance()
    let kind: BinaryOperator = isNegated ? .differs : .resembles
    let operand = current
    let right = parseOperators(.otherwise)
    var fixIts: [FixIt] = []
    if case .literal(.string(let pattern)) = right.kind, !isNegated {
      let quoted = StringQuoting.quoted(withoutWildcards(pattern))
      fixIts = [
        FixIt(SourceSpan(word.span.start, operand.span.end), "~ \(quoted)", "write ~ \(quoted)")
      ]
    }
    report(
      .foreignWord, "text is searched with `\(kind.rawValue)`, with or without marks",
      at: word.span, remedy: "write `\(fixIts.first?.replacement ?? kind.rawValue + " \"…\"")`",
      fixIts: fixIts)
    return bounded(node(.binary(left, OperatorSyntax(kind, at: word.span), right), from: start))
  }

  private func withoutWildcards(_ pattern: String) -> String {
    String(pattern.drop { $0 == "%" }.reversed().drop { $0 == "%" }.reversed())
  }

  /// `contains(name, "ea")`, `coalesce(a, b)`, `now()`: read as what they mean, and named.
  mutating func replacedForeignCall(
    _ call: ExpressionSyntax, _ name: NameSyntax, _ arguments: ArgumentsSyntax
  ) -> ExpressionSyntax {
    guard !name.isQuoted, !defined.functions.contains(name.text) else { return call }
    let word = name.text.lowercased()
    if QueryVocabulary.constants.contains(word), arguments.arguments.isEmpty {
      return replacedConstant(name, word, call.span)
    }
    let values = arguments.arguments.compactMap(\.value)
    guard values.count == 2 else { return call }
    if ForeignHabits.textFunctions.contains(word) {
      return replacedCall(call, name, values, .resembles, "text is searched with `~`")
    }
    if ForeignHabits.fallbackFunctions.contains(word) {
      return replacedCall(call, name, values, .otherwise, "a value for none follows `??`")
    }
    return call
  }

  private mutating func replacedConstant(
    _ name: NameSyntax, _ word: String, _ span: SourceSpan
  ) -> ExpressionSyntax {
    report(
      .calledConstant, "`\(word)` stands alone", at: span, remedy: "write `\(word)`",
      fixIts: [FixIt(span, word, "write \(word)")])
    return ExpressionSyntax(.name(NameSyntax(word, at: name.span)), at: span)
  }

  private mutating func replacedCall(
    _ call: ExpressionSyntax, _ name: NameSyntax, _ values: [ExpressionSyntax],
    _ kind: BinaryOperator, _ message: String
  ) -> ExpressionSyntax {
    let ours = "\(source[values[0].span]) \(kind.rawValue) \(source[values[1].span])"
    report(
      .foreignWord, message, at: name.span, remedy: "write `\(ours)`",
      fixIts: [FixIt(call.span, ours, "write \(ours)")])
    let symbol = OperatorSyntax(kind, at: name.span)
    return ExpressionSyntax(.binary(values[0], symbol, values[1]), at: call.span)
  }

  /// `count(*)`; nil at any other call. The current token is the opening parenthesis.
  mutating func parseCountAsterisk(_ name: NameSyntax) -> ExpressionSyntax? {
    guard peek(1).kind == .symbol(.multiply), peek(2).kind == .rightParenthesis else { return nil }
    let opening = advance()
    let star = advance()
    advance()
    let arguments = ArgumentsSyntax([], at: span(from: opening.span.start))
    report(
      .countArgument, "`count()` counts rows and takes no \"*\"", at: span(from: name.span.start),
      remedy: "write `count()`",
      notes: [
        "`n = count()` counts rows; `n = distinct(unit)` counts units; "
          + "`n = count(where x is not none)` counts values"
      ],
      fixIts: [FixIt(star.span, "", "remove the asterisk")])
    return node(.call(name, arguments), from: name.span.start)
  }
}

/// Sets in parentheses.
extension Parser {
  /// `(1, 2)` behind `in`, as SQL writes a set; nil, with nothing consumed, unless a comma follows
  /// a first simple element.
  mutating func parseListInParentheses() -> ExpressionSyntax? {
    guard at(.leftParenthesis), listHasComma else { return nil }
    let opening = openBracket()
    var elements: [ExpressionSyntax] = []
    repeat { elements.append(parseExpression()) } while take(.comma)
    let isClosed = at(.rightParenthesis)
    let closing = current.span
    closeBracket(opening, expected: "\",\"")
    let span = span(from: opening.span.start)
    if isClosed {
      let braces = "{" + source[SourceSpan(opening.span.end, closing.start)] + "}"
      report(
        .foreignOperator, "sets are written in braces", at: span, remedy: "write `\(braces)`",
        fixIts: [FixIt(opening.span, "{", "write {"), FixIt(closing, "}", "write }")])
    }
    return ExpressionSyntax(.set(elements), at: span)
  }

  /// Whether a comma stands behind the first element, which is one token or a dot and a word.
  private var listHasComma: Bool {
    peek(1).kind == .dot ? peek(3).kind == .comma : peek(2).kind == .comma
  }
}

/// Quotes that are not ours.
extension Parser {
  /// The value of text between typographic or single quotes, and the error about them.
  mutating func readForeignString(_ token: Token) -> String {
    let written = text(token)
    let opening = written.first.map(String.init) ?? ""
    let isClosed = written.count > 1 && written.last.map(Self.isQuote) == true
    let inner = written.dropFirst().dropLast(isClosed ? 1 : 0)
    let value = nfc(String(inner)).trimmingBlanks()
    let span = SourceSpan(token.span.start, token.span.start + opening.utf8.count)
    let fixIt = FixIt(token.span, StringQuoting.quoted(value), "use plain quotation marks")
    if opening == "'" {
      report(
        .foreignQuotes, "text goes in \"…\"", at: span, remedy: "write `\(fixIt.replacement)`",
        fixIts: [fixIt])
    } else {
      reportTypographicQuotes(at: span, fixIts: [fixIt])
    }
    return value
  }

  mutating func reportTypographicQuotes(at span: SourceSpan, fixIts: [FixIt]) {
    report(
      .foreignQuotes, "these are typographic quotes", at: span, remedy: "use \"…\"",
      fixIts: fixIts)
  }

  private static func isQuote(_ character: Character) -> Bool {
    "'\"\u{2018}\u{2019}\u{201C}\u{201D}\u{00BB}\u{00AB}".contains(character)
  }

  /// A typographic double quote inside a string that runs to the end of its line: most likely
  /// what was meant to close it.
  func typographicQuote(in span: SourceSpan) -> SourceSpan? {
    let written = source[span]
    guard let index = written.lastIndex(where: { "\u{201C}\u{201D}".contains($0) }) else {
      return nil
    }
    let start = span.start + written[..<index].utf8.count
    return SourceSpan(start, start + written[index].utf8.count)
  }
}

extension String {
  /// Without blanks at both ends.
  func trimmingBlanks() -> String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
