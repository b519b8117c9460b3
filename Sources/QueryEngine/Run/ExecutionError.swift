package import LedgerModel

/// What can go wrong while a settled plan runs. Cases carry data; `message` and `remedy` word them.
package enum ExecutionError: Error, Sendable, Hashable {
  /// A result does not fit its type: 64 bits for whole numbers and decimals, 128 for the parts of
  /// a ratio.
  case overflow(operation: String, origin: Range<Int>?)
  /// A day or an instant outside the years 1 to 9999.
  case timeOutOfRange(operation: String, origin: Range<Int>?)
  /// Two rows on the right of a `lookup` have the same key.
  case duplicateKey(columns: [String], key: [Value], origin: Range<Int>?)
  case tooManyRows(stage: String, limit: Int, origin: Range<Int>?)
  case invalidPattern(String, origin: Range<Int>?)
  /// A stored value is not of the type that was declared for it, as a figure of a report may be.
  case unexpectedValue(operation: String, origin: Range<Int>?)
  case cancelled
}

extension ExecutionError {
  /// Stable identifier, as for compile errors; none when the user stopped the run.
  package var code: String? {
    switch self {
    case .overflow: "K601"
    case .duplicateKey: "K602"
    case .tooManyRows: "K603"
    case .timeOutOfRange: "K604"
    case .invalidPattern: "K605"
    case .unexpectedValue: "K606"
    case .cancelled: nil
    }
  }

  /// Bytes of the query text to underline.
  package var origin: Range<Int>? {
    switch self {
    case .overflow(_, let origin), .timeOutOfRange(_, let origin), .duplicateKey(_, _, let origin),
      .tooManyRows(_, _, let origin), .invalidPattern(_, let origin),
      .unexpectedValue(_, let origin):
      origin
    case .cancelled: nil
    }
  }

  /// One line without a final stop.
  package var message: String {
    switch self {
    case .overflow(let operation, _): "the result of \(operation) is too large to be exact"
    case .timeOutOfRange(let operation, _):
      "the result of \(operation) lies outside the years 1 to 9999"
    case .duplicateKey(let columns, let key, _):
      "the right side has two rows for \(Self.named(columns, key))"
    case .tooManyRows(let stage, let limit, _):
      "\(stage) would hold more than \(limit) rows in memory"
    case .invalidPattern(let pattern, _): "/\(pattern)/ is not a pattern that can be matched"
    case .unexpectedValue(let operation, _):
      "\(operation) met a value that is not of the declared type"
    case .cancelled: "the query was cancelled"
    }
  }

  /// What to do about it, to be printed behind the carets.
  package var remedy: String? {
    switch self {
    case .overflow: "aggregate a smaller part, or compare before you add"
    case .timeOutOfRange: "check the length that is added"
    case .duplicateKey(let columns, _, _):
      "summarize the right side by \(columns.joined(separator: ", ")), or write expand"
    case .tooManyRows: "put where, under or take before it, or ask over a shorter period"
    case .invalidPattern: "check the brackets and repetitions"
    case .unexpectedValue: "look at the rows with `is not none` and `select`"
    case .cancelled: nil
    }
  }

  private static func named(_ columns: [String], _ key: [Value]) -> String {
    zip(columns, key).map { "\($0) \(keyText($1))" }.joined(separator: ", ")
  }

  /// Keys are identifiers; whatever else is used as one is named by its kind only, so that no
  /// stored text leaks into an error.
  private static func keyText(_ value: Value) -> String {
    switch value {
    case .entity(let id): "'\(id)'"
    case .symbol(let name): ".\(name)"
    case .integer(let number): String(number)
    case .position(let position): "#\(position.number)"
    default: "of the same value"
    }
  }
}

extension ExecutionError: CustomStringConvertible {
  package var description: String {
    let head = code.map { "error[\($0)]: " } ?? ""
    return head + message + (remedy.map { "; \($0)" } ?? "")
  }
}
