import Diagnostics

/// What stands between operators.
extension Parser {
  /// True where an expression can begin.
  func beginsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .word, .quotedName, .integer, .decimal, .percent, .duration, .date, .position, .string,
      .parameter, .dot, .leftParenthesis, .leftBrace, .bang, .symbol(.subtract),
      .foreign(.slashDate), .foreign(.bareDate), .foreign(.foreignString):
      true
    case .reserved(let word):
      switch word {
      case .not, .none, .true, .false, .if: true
      default: false
      }
    default: false
    }
  }

  mutating func parsePrimary() -> ExpressionSyntax {
    let start = current.span.start
    switch current.kind {
    case .reserved(.true), .reserved(.false), .reserved(.none): return parseConstant()
    case .parameter:
      let name = parseParameter()
      return node(.parameter(name), from: start)
    case .dot: return parseCase()
    case .word, .quotedName: return parseNameOrCall()
    case .leftBrace: return parseSet()
    case .leftParenthesis: return parseParentheses()
    case .reserved(.if): return parseNestedConditional()
    default: return parseLiteral() ?? missingOperand()
    }
  }

  private mutating func missingOperand() -> ExpressionSyntax {
    if case .reserved(let word) = current.kind, !isConnective(word) {
      unexpected(
        "a value", remedy: "a column of that name goes in grave accents: `\(word.rawValue)`")
    } else {
      unexpected("a value")
    }
    return invalid()
  }

  private func isConnective(_ word: ReservedWord) -> Bool {
    word == .and || word == .or || word == .is
  }

  private mutating func parseConstant() -> ExpressionSyntax {
    let token = advance()
    let value: LiteralValue =
      switch token.kind {
      case .reserved(.true): .boolean(true)
      case .reserved(.false): .boolean(false)
      default: .none
      }
    return ExpressionSyntax(.literal(value), at: token.span)
  }

  private mutating func parseCase() -> ExpressionSyntax {
    let start = advance().span.start
    guard let name = takeAnyWord() else {
      unexpected("the name of a case behind the dot")
      return node(.invalid, from: start)
    }
    return node(.enumCase(name), from: start)
  }

  /// `if` is looser than any operator; as an operand it needs parentheses.
  private mutating func parseNestedConditional() -> ExpressionSyntax {
    unexpected("a value", remedy: "put the whole `if … then … else …` in parentheses")
    return parseExpression()
  }

  private mutating func parseSet() -> ExpressionSyntax {
    let opening = openBracket()
    var elements: [ExpressionSyntax] = []
    if !at(.rightBrace) {
      repeat { elements.append(parseExpression()) } while take(.comma)
    }
    closeBracket(opening, expected: "\",\"")
    return bounded(node(.set(elements), from: opening.span.start))
  }

  private mutating func parseParentheses() -> ExpressionSyntax {
    let opening = openBracket()
    let inner = parseExpression()
    closeBracket(opening, expected: "an operator")
    return bounded(node(.parenthesized(inner), from: opening.span.start))
  }

  private mutating func parseNameOrCall() -> ExpressionSyntax {
    let token = advance()
    let name = NameSyntax(token.word, at: token.span, isQuoted: token.kind == .quotedName)
    checkClosed(token)
    if token.kind == .word, isNull(token) {
      reportNull(token)
      return ExpressionSyntax(.literal(.none), at: token.span)
    }
    guard at(.leftParenthesis), !current.beginsLine else {
      return ExpressionSyntax(.name(name), at: token.span)
    }
    return parseCall(name)
  }

  private mutating func parseCall(_ name: NameSyntax) -> ExpressionSyntax {
    if let count = parseCountAsterisk(name) { return count }
    let arguments = parseArguments()
    let call = node(.call(name, arguments), from: name.span.start)
    return bounded(replacedForeignCall(call, name, arguments))
  }
}

/// Arguments.
extension Parser {
  /// From `(` to `)`; the current token is the opening one.
  mutating func parseArguments() -> ArgumentsSyntax {
    let opening = openBracket()
    var arguments: [ArgumentSyntax] = []
    if !at(.rightParenthesis) {
      repeat { arguments.append(parseArgument()) } while take(.comma)
    }
    closeBracket(opening, expected: "\",\"")
    return ArgumentsSyntax(arguments, at: span(from: opening.span.start))
  }

  private mutating func parseArgument() -> ArgumentSyntax {
    let start = current.span.start
    var label: NameSyntax?
    if peek(1).kind == .colon, let word = takeAnyWord() {
      label = word
      advance()
    }
    let isConditionOnly = label == nil && at(.reserved(.where))
    let value = isConditionOnly ? nil : parseExpression()
    let condition = take(.reserved(.where)) ? parseExpression() : nil
    return ArgumentSyntax(
      label: label, value: value, condition: condition, at: span(from: start))
  }
}
