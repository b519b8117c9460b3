import Diagnostics

/// How tightly operators bind, loosest first.
enum Precedence: Int, Comparable {
  case or, and, not, comparison, otherwise, additive, multiplicative

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

  /// The next tighter one, for the right operand of a left-associative operator.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .multiplicative }
}

extension BinaryOperator {
  var precedence: Precedence {
    switch self {
    case .or: .or
    case .and: .and
    case .otherwise: .otherwise
    case .add, .subtract: .additive
    case .multiply, .divide: .multiplicative
    default: .comparison
    }
  }
}

/// Expressions, by precedence climbing: one function per level of nesting instead of one per
/// precedence keeps the stack small.
extension Parser {
  /// A whole expression, `if` included.
  mutating func parseExpression() -> ExpressionSyntax {
    guard enter() else { return invalid() }
    defer { leave() }
    return at(.reserved(.if)) ? parseConditional() : parseOperators(.or)
  }

  /// An expression without comparisons and without `and`, `or`: the `add` of the grammar.
  mutating func parseSum() -> ExpressionSyntax {
    guard enter() else { return invalid() }
    defer { leave() }
    return parseOperators(.additive)
  }

  /// An empty node for an expression that is not there.
  func invalid() -> ExpressionSyntax {
    ExpressionSyntax(.invalid, at: SourceSpan(at: current.span.start))
  }

  /// A node from `start` to the last consumed token. Whatever it is made of must be read before:
  /// a call among the arguments would come after the parser was copied.
  func node(_ kind: ExpressionKind, from start: Int) -> ExpressionSyntax {
    ExpressionSyntax(kind, at: span(from: start))
  }

  private mutating func parseConditional() -> ExpressionSyntax {
    let start = advance().span.start
    let condition = parseExpression()
    guard take(.reserved(.then)) else {
      unexpected("'then'")
      return node(.invalid, from: start)
    }
    let then = parseExpression()
    guard take(.reserved(.else)) else {
      unexpected("'else'", remedy: "for no value write `else none`")
      return node(.invalid, from: start)
    }
    let otherwise = parseExpression()
    return bounded(
      node(.conditional(condition: condition, then: then, otherwise: otherwise), from: start))
  }

  /// Operands joined by operators that bind at least as tightly as `minimum`.
  mutating func parseOperators(_ minimum: Precedence) -> ExpressionSyntax {
    let start = current.span.start
    var left = parseOperand(minimum)
    // After a comparison only `and` and `or` may follow.
    var isCompared = false
    while !isAborted, !isRecovering, let next = binaryOperator() {
      let precedence = next.precedence
      guard precedence >= minimum else { break }
      if precedence == .comparison {
        if isCompared { reportChain() }
        left = parseComparison(left, from: start)
        isCompared = true
        continue
      }
      if isCompared, precedence > .comparison { break }
      isCompared = false
      let symbol = takeOperator(next)
      let right = parseOperators(precedence.tighter)
      left = bounded(node(.binary(left, symbol, right), from: start))
    }
    return left
  }

  private mutating func parseOperand(_ minimum: Precedence) -> ExpressionSyntax {
    guard at(.reserved(.not)) else { return parseUnary() }
    if minimum > .not, !isRecovering {
      report(
        .unexpected, "'not' negates a whole comparison", at: current.span,
        remedy: "put it in front or in parentheses: `(not …)`")
    }
    return parseNot()
  }

  private mutating func parseNot() -> ExpressionSyntax {
    guard enter() else { return invalid() }
    defer { leave() }
    let start = advance().span.start
    let operand = at(.reserved(.not)) ? parseNot() : parseOperators(.comparison)
    return bounded(node(.not(operand), from: start))
  }

  /// `-`, and the `!` of other languages, in front of an operand.
  mutating func parseUnary() -> ExpressionSyntax {
    guard at(.symbol(.subtract)) || at(.bang) else { return parsePostfix() }
    guard enter() else { return invalid() }
    defer { leave() }
    let sign = advance()
    if sign.kind == .bang { reportBang(sign) }
    let operand = parseUnary()
    let kind: ExpressionKind = sign.kind == .bang ? .not(operand) : .negation(operand)
    return bounded(node(kind, from: sign.span.start))
  }

  /// An operand with the dots and question marks behind it.
  private mutating func parsePostfix() -> ExpressionSyntax {
    let start = current.span.start
    var operand = parsePrimary()
    while !isAborted {
      if take(.question) {
        operand = bounded(node(.presence(operand), from: start))
      } else if at(.dot) {
        advance()
        guard let name = takeAnyWord() else {
          unexpected("a column behind the dot")
          return operand
        }
        operand = bounded(node(.member(operand, name), from: start))
      } else {
        break
      }
    }
    return operand
  }

  /// A word where even reserved ones are plain: behind a dot, in front of a colon.
  mutating func takeAnyWord() -> NameSyntax? {
    switch current.kind {
    case .word, .reserved, .quotedName:
      let token = advance()
      return NameSyntax(token.word, at: token.span, isQuoted: token.kind == .quotedName)
    default: return nil
    }
  }
}
