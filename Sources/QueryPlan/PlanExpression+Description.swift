import Catalog
import LedgerModel

extension PlanExpression {
  /// The expression in the words of the language, columns by name.
  package func text(over columns: [PlanColumn]) -> String {
    func of(_ inner: PlanExpression) -> String { inner.text(over: columns) }
    switch kind {
    case .constant(let value): return value.planText
    case .column(let index):
      return columns.indices.contains(index) ? columns[index].name : "#\(index)"
    case .now: return "now"
    case .today: return "today"
    case .head: return "head"
    case .negate(let inner): return "-\(of(inner))"
    case .not(let inner): return "not \(of(inner))"
    case .and(let left, let right): return "(\(of(left)) and \(of(right)))"
    case .or(let left, let right): return "(\(of(left)) or \(of(right)))"
    case .arithmetic(let operation, let left, let right):
      return "(\(of(left)) \(operation.rawValue) \(of(right)))"
    case .compare(let comparison, let left, let right):
      return "\(of(left)) \(comparison.rawValue) \(of(right))"
    case .resembles(let left, let right): return "\(of(left)) ~ \(of(right))"
    case .matches(let inner, let pattern): return "\(of(inner)) matches /\(pattern)/"
    case .isNone(let inner): return "\(of(inner)) is none"
    case .coalesce(let left, let right): return "(\(of(left)) ?? \(of(right)))"
    case .conditional(let condition, let then, let otherwise):
      return "(if \(of(condition)) then \(of(then)) else \(of(otherwise)))"
    case .contained(let element, let set): return "\(of(element)) in \(of(set))"
    case .between(let value, let lower, let upper):
      return "\(of(value)) between \(of(lower)) and \(of(upper))"
    case .set(let elements): return "{\(elements.map(of).joined(separator: ", "))}"
    case .isTrue(let inner): return "\(of(inner))?"
    case .lookup(let base, let source, let column, let campaign):
      let scope = campaign.map { " in \(of($0))" } ?? ""
      return "\(source)[\(of(base))\(scope)].\(column)"
    case .field(let base, let name): return "\(of(base)).\(name)"
    case .periodBound(let base, let isStart): return "\(of(base)).\(isStart ? "start" : "end")"
    case .call(let function, let arguments):
      return "\(function.rawValue)(\(arguments.map(of).joined(separator: ", ")))"
    case .tree(let function, let unit, let day):
      return function.text(of(unit)) + (day.map { " at \(of($0))" } ?? "")
    }
  }
}

extension TreeFunction {
  fileprivate func text(_ unit: String) -> String {
    switch self {
    case .isUnder(let root): "under(\(unit), \(root))"
    case .isBelow(let root): "below(\(unit), \(root))"
    case .isAtLevel(let levels): "at_level(\(unit), \(levels.joined(separator: ", ")))"
    case .ancestor(let level): "ancestor(\(unit), \(level))"
    case .level: "level(\(unit))"
    case .successor: "successor(\(unit))"
    case .depth: "depth(\(unit))"
    case .path: "path(\(unit))"
    }
  }
}

extension Ratio {
  /// As n/d, the parts as they were counted.
  var text: String { "\(numerator)/\(denominator)" }
}

extension Value {
  /// A constant as dumps show it; times in UTC, so that no zone is needed to read them.
  package var planText: String {
    switch self {
    case .none: "none"
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): "\(number)"
    case .decimal(let number): "\(number)"
    case .ratio(let ratio): ratio.text
    case .string(let text): "\"\(text)\""
    case .symbol(let name): ".\(name)"
    case .entity(let id): "'\(id)'"
    case .date(let day): "@\(day.iso8601)"
    case .instant(let instant): "@\(instant.rfc3339)"
    case .duration(let length): "\(length.microseconds)us"
    case .calendarDuration(let length): "\(length.count) \(length.unit.rawValue)"
    case .period(let period):
      "@\(period.start.rfc3339)..\(period.end.map(\.rfc3339) ?? "")"
    case .position(let position): "#\(position.number)"
    case .set(let elements): "{\(elements.map(\.planText).joined(separator: ", "))}"
    case .record(let fields):
      "{\(fields.keys.sorted().map { "\($0): \(fields[$0]?.planText ?? "")" }.joined(separator: ", "))}"
    }
  }
}

extension ReadingRequest {
  /// The clauses that were given, each with a space in front.
  var text: String {
    var parts: [String] = []
    if let asOf { parts.append("as of \(asOf.text(over: []))") }
    if let validAt { parts.append("valid at \(validAt.text(over: []))") }
    if let over { parts.append("over \(over.text(over: []))") }
    let settings = [
      assumptions.boundary.map { "boundary \($0.rawValue)" },
      assumptions.instant.map { "instant \($0.rawValue)" },
      assumptions.counts.map { "counts \($0.rawValue)" },
      assumptions.grace.map { "grace \($0.text)" },
      assumptions.resubmit.map { "resubmit \($0.text)" },
      assumptions.attempts.map { "attempts \($0.rawValue)" },
      clock.map { "clock \($0.text(over: []))" },
    ].compactMap { $0 }
    if !settings.isEmpty { parts.append("assuming \(settings.joined(separator: ", "))") }
    return parts.map { " " + $0 }.joined()
  }
}

extension Grace {
  fileprivate var text: String {
    switch self {
    case .exact(let length): Value.duration(length).planText
    case .calendar(let length): Value.calendarDuration(length).planText
    }
  }
}
