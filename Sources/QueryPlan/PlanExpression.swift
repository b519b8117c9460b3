package import Catalog
package import LedgerModel

/// An expression whose names and types are settled. Two-valued logic: comparisons never yield
/// none; arithmetic, functions and look-ups pass none on.
package struct PlanExpression: Sendable, Hashable {
  package indirect enum Kind: Sendable, Hashable {
    case constant(Value)
    /// A column of the input row, by index; for a predicate over two rows the right row's columns
    /// follow the left row's.
    case column(Int)
    /// T of the reading.
    case now
    /// The date of T in the campaign's zone.
    case today
    /// K of the reading.
    case head
    case negate(PlanExpression)
    case not(PlanExpression)
    case and(PlanExpression, PlanExpression)
    case or(PlanExpression, PlanExpression)
    case arithmetic(ArithmeticOperation, PlanExpression, PlanExpression)
    /// Order comparisons are false when an operand is none (the analysis allows that only with
    /// `?`); equality is total.
    case compare(Comparison, PlanExpression, PlanExpression)
    /// Folded "contains".
    case resembles(PlanExpression, PlanExpression)
    case matches(PlanExpression, pattern: String)
    case isNone(PlanExpression)
    /// The left value, or the right one when it is none.
    case coalesce(PlanExpression, PlanExpression)
    case conditional(
      condition: PlanExpression, then: PlanExpression, otherwise: PlanExpression)
    /// Membership in a set or, for an instant, in a period.
    case contained(PlanExpression, in: PlanExpression)
    case between(PlanExpression, lower: PlanExpression, upper: PlanExpression)
    /// `{a, b, c}`: distinct, in canonical order.
    case set([PlanExpression])
    /// `flag?` of a `bool?`: none is false.
    case isTrue(PlanExpression)
    /// The dot: column of the row of `source` (read with `all: true`, same reading) whose key is
    /// the entity; none when there is no such row. `campaign` tells apart ids that are unique in
    /// one campaign only; without it, the first by position.
    case lookup(PlanExpression, source: String, column: String, campaign: PlanExpression?)
    /// A field of a record, none when it is absent.
    case field(PlanExpression, name: String)
    /// A property of a period: `start` or `end`.
    case periodBound(PlanExpression, isStart: Bool)
    case call(ScalarFunction, [PlanExpression])
    /// A question to the tree; `day` is the row's own tree day, none for that of the reading.
    case tree(TreeFunction, PlanExpression, day: PlanExpression?)
  }

  package let kind: Kind
  package let type: ValueType
  /// Bytes of the query text it came from, for errors at run time.
  package let origin: Range<Int>?

  package init(_ kind: Kind, type: ValueType, origin: Range<Int>? = nil) {
    self.kind = kind
    self.type = type
    self.origin = origin
  }

  package static func == (left: PlanExpression, right: PlanExpression) -> Bool {
    left.kind == right.kind && left.type == right.type
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(type)
  }
}

package enum ArithmeticOperation: String, Sendable, Hashable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  /// Exact: int / int is a ratio; a zero divisor gives none.
  case divide = "/"
}

package enum Comparison: String, Sendable, Hashable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// Functions of one row's values.
package enum ScalarFunction: String, Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, bin, workdays, worktime, period, round, lower, fold, len
}

/// Questions that the tree of units answers about the unit given, on the tree day.
package enum TreeFunction: Sendable, Hashable {
  /// True when the unit is the root or lies under it.
  case isUnder(root: String)
  /// True when it lies under the root and is not the root.
  case isBelow(root: String)
  case isAtLevel([String])
  /// The ancestor at that level, the unit itself when it is there, else none.
  case ancestor(level: String)
  case level, successor, depth, path
}
