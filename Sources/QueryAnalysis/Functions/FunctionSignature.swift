package import Catalog

/// A function of the language as help and completion show it; the analysis takes placement and
/// the number of arguments from here.
package struct FunctionSignature: Sendable, Hashable {
  /// Where a call of it has a meaning.
  package enum Place: Sendable, Hashable {
    /// Wherever there is a row.
    case row
    /// In the results of `summarize` and `rollup`.
    case aggregate
    /// In the results of `rollup` only.
    case rollup
    /// In `derive` only.
    case derive
    /// As a key behind `by` only.
    case groupKey
  }

  package let name: String
  package let place: Place
  /// Names of the arguments in order, as help shows them.
  package let arguments: [String]
  /// How many of them may be left out, from the end.
  package let optionalCount: Int
  /// Takes `where condition` behind its argument.
  package let takesCondition: Bool
  /// The result's type in words.
  package let result: String
  package let summary: String

  package init(
    _ name: String, _ place: Place, _ arguments: [String], optional: Int = 0,
    takesCondition: Bool = false, result: String, _ summary: String
  ) {
    self.name = name
    self.place = place
    self.arguments = arguments
    self.optionalCount = optional
    self.takesCondition = takesCondition
    self.result = result
    self.summary = summary
  }

  /// As documentation writes it: `quantile(x, q)`.
  package var form: String {
    let shown = arguments.enumerated().map { index, name in
      index >= arguments.count - optionalCount ? "[\(name)]" : name
    }
    return "\(name)(\(shown.joined(separator: ", ")))"
  }
}

/// The constants of the language, which stand without parentheses.
package struct ConstantSignature: Sendable, Hashable {
  package let name: String
  package let type: ValueType
  package let summary: String
}
