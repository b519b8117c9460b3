import Diagnostics
import Text

/// Literals: from the token to what it says.
extension Parser {
  /// The literal at the current token, nil if there is none.
  mutating func parseLiteral() -> ExpressionSyntax? {
    switch current.kind {
    case .integer, .decimal, .percent: return parseNumber()
    case .duration: return parseDuration()
    case .date, .foreign(.bareDate), .foreign(.slashDate): return parseDates()
    case .position: return parsePosition()
    case .string, .foreign(.foreignString):
      let start = current.span.start
      let value = parseString()
      return node(.literal(.string(value)), from: start)
    default: return nil
    }
  }

  private func literal(_ value: LiteralValue, _ token: Token) -> ExpressionSyntax {
    ExpressionSyntax(.literal(value), at: token.span)
  }

  private mutating func parseNumber() -> ExpressionSyntax {
    let token = advance()
    let digits = text(token).prefix { $0 != "%" }
    do throws(NumberProblem) {
      switch token.kind {
      case .integer: return literal(.integer(try Int64(readingDigits: digits)), token)
      case .percent: return literal(.percent(try DecimalLiteral(readingDigits: digits)), token)
      default: return literal(.decimal(try DecimalLiteral(readingDigits: digits)), token)
      }
    } catch {
      reportTooLarge(token)
      return ExpressionSyntax(.invalid, at: token.span)
    }
  }

  private mutating func reportTooLarge(_ token: Token) {
    report(
      .badNumber, "the number is too large", at: token.span,
      remedy: "the largest is \(Int64.max)")
  }

  private mutating func parsePosition() -> ExpressionSyntax {
    let token = advance()
    let digits = text(token).dropFirst()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x5F })
    else {
      report(
        .badNumber, "a log position is \"#\" and a number", at: token.span,
        remedy: "as in `#412018`")
      return ExpressionSyntax(.invalid, at: token.span)
    }
    do throws(NumberProblem) {
      return literal(.position(try Int64(readingDigits: digits)), token)
    } catch {
      reportTooLarge(token)
      return ExpressionSyntax(.invalid, at: token.span)
    }
  }

  /// `$name`
  mutating func parseParameter() -> NameSyntax {
    let token = advance()
    if token.word.isEmpty {
      report(
        .unexpected, "expected the name of a parameter behind \"$\"", at: token.span,
        remedy: "as in `$root`")
    }
    return NameSyntax(token.word, at: token.span)
  }

  /// Reports a name whose grave accent is not closed on its line.
  mutating func checkClosed(_ token: Token) {
    guard token.kind == .quotedName else { return }
    let written = text(token)
    if written.utf8.count < 2 || !written.hasSuffix("`") {
      reportUnclosed(SourceSpan(token.span.start, token.span.start + 1), "the name", "`")
    } else if token.word.isEmpty {
      report(.unexpected, "expected a name between the grave accents", at: token.span)
    }
  }
}

/// Durations.
extension Parser {
  private mutating func parseDuration() -> ExpressionSyntax {
    let token = advance()
    let written = text(token)
    let digits = written.prefix { $0.isASCII && ($0.isNumber || $0 == "_" || $0 == ".") }
    let unit = String(written.dropFirst(digits.count))
    guard let known = DurationUnit(rawValue: unit) else {
      reportUnit(unit, digits: digits, at: token.span)
      return ExpressionSyntax(.invalid, at: token.span)
    }
    guard !digits.contains("."), !digits.hasSuffix("_") else {
      report(
        .badDuration, "a duration has no fraction", at: token.span,
        remedy: "use a smaller unit, as in `90min`")
      return ExpressionSyntax(.invalid, at: token.span)
    }
    do throws(NumberProblem) {
      let count = try Int64(readingDigits: digits)
      return literal(.duration(DurationLiteral(count: count, unit: known)), token)
    } catch {
      reportTooLarge(token)
      return ExpressionSyntax(.invalid, at: token.span)
    }
  }

  private mutating func reportUnit(_ unit: String, digits: Substring, at span: SourceSpan) {
    let guess = ForeignHabits.durationUnits[fold(unit)]
    report(
      .badDuration, "no unit of duration '\(unit)'", at: span,
      remedy: guess.map { "write `\(digits)\($0)`" }
        ?? "units are s, min, h, d, wd (working days), w, mo, q, y",
      fixIts: guess.map { [FixIt(span, digits + $0, "write \(digits)\($0)")] } ?? [])
  }
}

/// Dates.
extension Parser {
  private mutating func parseDates() -> ExpressionSyntax {
    let start = current.span.start
    let first = parseDate()
    guard take(.range) else {
      return node(first.map { .literal(.date($0)) } ?? .invalid, from: start)
    }
    guard isDate(current) else {
      unexpected("a date behind \"..\"")
      return node(.invalid, from: start)
    }
    guard let second = parseDate(), let first else { return node(.invalid, from: start) }
    return node(.literal(.period(first, second)), from: start)
  }

  private func isDate(_ token: Token) -> Bool {
    switch token.kind {
    case .date, .foreign(.bareDate), .foreign(.slashDate): true
    default: false
    }
  }

  private mutating func parseDate() -> DateLiteral? {
    let token = advance()
    switch token.kind {
    case .foreign(.slashDate): return readSlashDate(token)
    case .foreign(.bareDate): return readBareDate(token)
    default: return readDate(String(text(token).dropFirst()), at: token.span)
    }
  }

  /// Reads what stands behind `@`, and reports why it is no date.
  mutating func readDate(_ written: String, at span: SourceSpan) -> DateLiteral? {
    do throws(DateProblem) {
      return try DateLiteral(reading: written)
    } catch {
      var fixIts: [FixIt] = []
      if case .digits(let padded) = error {
        fixIts = [FixIt(span, "@" + padded, "write @\(padded)")]
      }
      report(
        .noSuchDate, error.explanation, at: span,
        remedy: fixIts.first.map { "write `\($0.replacement)`" }, fixIts: fixIts)
      return nil
    }
  }
}

/// Strings and patterns.
extension Parser {
  /// The value of the string at the current token.
  mutating func parseString() -> String {
    let token = advance()
    guard token.kind == .string else { return readForeignString(token) }
    let reading = StringReading(source, token.span)
    for span in reading.badEscapes {
      report(
        .badEscape, "a backslash stands only before \" \\ n and u{…}", at: span,
        remedy: "for a backslash write \"\\\\\"",
        fixIts: [FixIt(SourceSpan(at: span.start), "\\", "write two backslashes")])
    }
    if !reading.isClosed { reportUnclosedString(token) }
    return reading.value
  }

  private mutating func reportUnclosedString(_ token: Token) {
    sawUnclosedString = true
    let opening = SourceSpan(token.span.start, token.span.start + 1)
    if let quote = typographicQuote(in: token.span) {
      reportTypographicQuotes(
        at: quote, fixIts: [FixIt(quote, "\"", "write a plain quotation mark")])
      return
    }
    reportUnclosed(opening, "the string", "\"")
  }

  mutating func reportUnclosed(_ opening: SourceSpan, _ what: String, _ quote: String) {
    report(
      .unclosedString, "\(what) is not closed on its line", at: opening,
      remedy: "end it with \(quote); the next line is read as a new stage",
      fixIts: [FixIt(SourceSpan(at: previousEnd), quote, "insert \(quote)")])
  }

  /// The pattern between the slashes of a regex token.
  mutating func regex(_ token: Token) -> RegexSyntax {
    var pattern = text(token).dropFirst()
    if pattern.hasSuffix("/"), !pattern.hasSuffix("\\/") {
      pattern.removeLast()
    } else {
      sawUnclosedString = true
      reportUnclosed(SourceSpan(token.span.start, token.span.start + 1), "the pattern", "/")
    }
    if pattern.isEmpty {
      report(.unexpected, "expected a pattern between the slashes", at: token.span)
    }
    return RegexSyntax(nfc(String(pattern)), at: token.span)
  }
}
