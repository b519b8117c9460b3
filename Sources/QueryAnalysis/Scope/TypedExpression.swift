import Catalog
import Diagnostics
import LedgerModel
import QueryPlan

/// An expression of the plan with where it stands in the text and what it proves.
struct TypedExpression {
  let expression: PlanExpression
  let span: SourceSpan
  /// Written `x?`: none makes the comparison around it false.
  var isPresence = false
  /// Narrowing keys of expressions that have a value wherever this one is true, or false.
  var provenWhenTrue: Set<String> = []
  var provenWhenFalse: Set<String> = []
  /// Set on `x? op y` and what is put together from it, so that its negation can be pointed out.
  var hidesNone: SourceSpan?

  var type: ValueType { expression.type }
  var isUnknown: Bool { expression.type == .unknown }

  init(_ expression: PlanExpression, at span: SourceSpan) {
    self.expression = expression
    self.span = span
  }

  /// What stands for an expression whose error was reported.
  static func unknown(at span: SourceSpan) -> TypedExpression {
    TypedExpression(PlanExpression(.constant(.none), type: .unknown), at: span)
  }

  /// A condition over operands of which one has an error: nothing more is said about it.
  static func unknownFlag(at span: SourceSpan) -> TypedExpression {
    TypedExpression(PlanExpression(.constant(.bool(false)), type: .bool), at: span)
  }

  /// The value when it is a constant.
  var constant: Value? {
    if case .constant(let value) = expression.kind, !isUnknown { return value }
    return nil
  }
}

extension PlanExpression {
  /// What narrowing remembers it by: a column, a dotted look-up or a field of one; none for
  /// everything else. Types take no part, since narrowing changes them.
  var narrowingKey: String? {
    switch kind {
    case .column(let index): "\(index)"
    case .lookup(let base, let source, let column, _):
      base.narrowingKey.map { "\($0)>\(source).\(column)" }
    case .field(let base, let name): base.narrowingKey.map { "\($0)#\(name)" }
    default: nil
    }
  }

  /// The same expression under another type.
  func retyped(_ type: ValueType) -> PlanExpression {
    PlanExpression(kind, type: type, origin: origin)
  }

  /// True when its value does not depend on the row.
  var isConstant: Bool {
    switch kind {
    case .constant, .now, .today, .head: true
    case .column, .lookup, .tree: false
    default: operands.allSatisfy(\.isConstant)
    }
  }
}

/// What an expression is expected to be, by the other side of an operator or by a signature.
struct Expectation {
  let type: ValueType
  /// Text of the other side, for messages: "status has cases".
  let label: String?

  init(_ type: ValueType, label: String? = nil) {
    self.type = type
    self.label = label
  }
}
