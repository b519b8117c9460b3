/// The cases of an enumeration, in the order in which they sort.
package struct Enumeration: Sendable, Hashable {
  /// Where the enumeration is declared, as `obligations.status`; shown in messages.
  package let name: String
  /// Case names without the leading dot, in declaration order; empty means any word (`kind` of
  /// an event is checked against the event catalogue instead).
  package let cases: [String]

  package init(name: String, cases: [String]) {
    self.name = name
    self.cases = cases
  }

  /// Rank for sorting, none for a word that is not a case.
  package func rank(of name: String) -> Int? { cases.firstIndex(of: name) }
}

/// The type of a column, an expression or a parameter of the query language.
package indirect enum ValueType: Sendable, Hashable {
  case string
  case bool
  /// A whole number; the kind says what it counts, none for a bare number.
  case integer(CountKind?)
  /// A figure of a foreign platform: shown and compared, never summed.
  case estimate
  /// An exact decimal number.
  case decimal
  /// An exact share that keeps numerator and denominator.
  case ratio
  /// An exact mean: a quotient that is no share, shown as a decimal number.
  case mean
  case date
  case instant
  /// An exact length of time in microseconds.
  case duration
  /// A length in working days, months, quarters or years: needs a calendar to be added.
  case calendarDuration
  case period
  /// A position in the log.
  case position
  /// An instant or a position, as `as of` takes.
  case point
  /// A level of the plan's tree; sorted from the root down.
  case level
  case enumeration(Enumeration)
  case entity(EntityKind)
  case set(ValueType)
  /// A bag of named values opened with a dot; none when the field is absent.
  case record
  case optional(ValueType)
  /// The type of the literal `none`, compatible with every optional.
  case none
  /// The type of an expression that already has an error; nothing further is reported about it.
  case unknown

  /// The type without its question mark.
  package var wrapped: ValueType {
    if case .optional(let inner) = self { return inner }
    return self
  }

  /// True for `T?` and for `none`.
  package var isOptional: Bool {
    switch self {
    case .optional, .none: true
    default: false
    }
  }

  /// The same type with a question mark; never two of them.
  package var optional: ValueType {
    switch self {
    case .optional, .none, .unknown: self
    default: .optional(self)
    }
  }
}

extension ValueType: CustomStringConvertible {
  /// The type as the language writes it: `int·person?`, `set<unit>`, `enum`.
  package var description: String {
    switch self {
    case .string: "string"
    case .bool: "bool"
    case .integer(let kind): kind.map { "int·\($0.rawValue)" } ?? "int"
    case .estimate: "estimate"
    case .decimal: "decimal"
    case .ratio: "ratio"
    case .mean: "mean"
    case .date: "date"
    case .instant: "instant"
    case .duration: "duration"
    case .calendarDuration: "calendar duration"
    case .period: "period"
    case .position: "logpos"
    case .point: "point"
    case .level: "level"
    case .enumeration(let enumeration):
      "enum(\(enumeration.cases.map { "." + $0 }.joined(separator: " ")))"
    case .entity(let kind): kind.rawValue
    case .set(let element): "set<\(element)>"
    case .record: "record"
    case .optional(let inner): "\(inner)?"
    case .none: "none"
    case .unknown: "unknown"
    }
  }
}
