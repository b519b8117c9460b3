package import Diagnostics

/// An expression and where it stands.
package struct ExpressionSyntax: Sendable {
  package let kind: ExpressionKind
  package let span: SourceSpan
  /// Nodes on the longest way down to a leaf, this one included. The parser keeps it below
  /// `nestingDepthMax`, so walking a tree recursively is safe.
  package let depth: Int

  package init(_ kind: ExpressionKind, at span: SourceSpan) {
    self.kind = kind
    self.span = span
    self.depth = 1 + kind.children.reduce(0) { max($0, $1.depth) }
  }
}

package indirect enum ExpressionKind: Sendable {
  case literal(LiteralValue)
  /// `$name`
  case parameter(NameSyntax)
  /// `.late`: a case of an enum, or a level.
  case enumCase(NameSyntax)
  /// A column, constant or parameter of a function.
  case name(NameSyntax)
  case call(NameSyntax, ArgumentsSyntax)
  /// `{a, b}`
  case set([ExpressionSyntax])
  case parenthesized(ExpressionSyntax)
  /// `unit.kind`
  case member(ExpressionSyntax, NameSyntax)
  /// `x?`: makes a comparison false, and a flag false, where x is none.
  case presence(ExpressionSyntax)
  case negation(ExpressionSyntax)
  case not(ExpressionSyntax)
  case binary(ExpressionSyntax, OperatorSyntax, ExpressionSyntax)
  case membership(ExpressionSyntax, in: ExpressionSyntax, isNegated: Bool)
  /// `x is none`
  case noneTest(ExpressionSyntax, isNegated: Bool)
  case between(
    ExpressionSyntax, low: ExpressionSyntax, high: ExpressionSyntax, isNegated: Bool)
  case matches(ExpressionSyntax, RegexSyntax, isNegated: Bool)
  case conditional(
    condition: ExpressionSyntax, then: ExpressionSyntax, otherwise: ExpressionSyntax)
  /// Stands where an expression is missing or could not be read; an error was reported.
  case invalid

  /// The expressions directly below, in reading order; for `call` the values and conditions of
  /// its arguments.
  package var children: [ExpressionSyntax] {
    switch self {
    case .literal, .parameter, .enumCase, .name, .invalid: []
    case .call(_, let arguments): arguments.expressions
    case .set(let elements): elements
    case .parenthesized(let inner), .member(let inner, _), .presence(let inner),
      .negation(let inner), .not(let inner), .noneTest(let inner, _), .matches(let inner, _, _):
      [inner]
    case .binary(let left, _, let right): [left, right]
    case .membership(let element, let set, _): [element, set]
    case .between(let value, let low, let high, _): [value, low, high]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    }
  }
}

/// Operators with two operands; the raw value is how each is written.
package enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case or, and
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  /// Folded contains.
  case resembles = "~"
  case differs = "!~"
  /// The right operand where the left is none.
  case otherwise = "??"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"

  /// True for the eight that compare; they do not chain.
  package var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .resembles, .differs:
      true
    default: false
    }
  }
}

package struct OperatorSyntax: Sendable, Hashable {
  package let kind: BinaryOperator
  package let span: SourceSpan

  package init(_ kind: BinaryOperator, at span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

/// The pattern behind `matches`.
package struct RegexSyntax: Sendable, Hashable {
  /// Between the slashes, NFC, escapes untouched (`\/` stays).
  package let pattern: String
  package let span: SourceSpan

  package init(_ pattern: String, at span: SourceSpan) {
    self.pattern = pattern
    self.span = span
  }
}

/// What stands between the parentheses of a call, of a source or of `assuming`.
package struct ArgumentsSyntax: Sendable {
  package let arguments: [ArgumentSyntax]
  /// With both parentheses.
  package let span: SourceSpan

  package init(_ arguments: [ArgumentSyntax], at span: SourceSpan) {
    self.arguments = arguments
    self.span = span
  }

  /// Values and conditions in reading order.
  package var expressions: [ExpressionSyntax] {
    arguments.flatMap { argument in [argument.value, argument.condition].compactMap { $0 } }
  }
}

/// `value`, `label: value`, `value where condition` or `where condition`.
package struct ArgumentSyntax: Sendable {
  package let label: NameSyntax?
  /// Nil only for the form that is a condition alone, as in `count(where p)`.
  package let value: ExpressionSyntax?
  package let condition: ExpressionSyntax?
  package let span: SourceSpan

  package init(
    label: NameSyntax?, value: ExpressionSyntax?, condition: ExpressionSyntax?, at span: SourceSpan
  ) {
    self.label = label
    self.value = value
    self.condition = condition
    self.span = span
  }
}
