import Catalog

/// All functions and constants of the language.
package enum FunctionTable {
  package static let functions: [FunctionSignature] = aggregates + rowFunctions

  package static let constants: [ConstantSignature] = [
    ConstantSignature(
      name: "now", type: .instant, summary: "the clock that statuses are judged at"),
    ConstantSignature(
      name: "today", type: .date, summary: "the clock's date in the campaign's zone"),
    ConstantSignature(name: "head", type: .point, summary: "the last position known"),
  ]

  /// The function of that name. O(1).
  package static func function(named name: String) -> FunctionSignature? { byName[name] }

  private static let byName = Dictionary(
    functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let aggregates: [FunctionSignature] = [
    FunctionSignature(
      "count", .aggregate, [], takesCondition: true, result: "int",
      "rows, or rows where a condition holds: `count(where p)`"),
    FunctionSignature(
      "distinct", .aggregate, ["x"], takesCondition: true, result: "int",
      "different values, exactly, at every node of a roll-up anew"),
    FunctionSignature(
      "sum", .aggregate, ["x"], takesCondition: true, result: "type of x",
      "0 for no rows; refused for figures of platforms"),
    FunctionSignature(
      "avg", .aggregate, ["x"], takesCondition: true, result: "decimal, or type of x",
      "exact mean, shown with two decimals; of shares a share"),
    FunctionSignature(
      "min", .aggregate, ["x"], takesCondition: true, result: "type of x", "smallest"),
    FunctionSignature(
      "max", .aggregate, ["x"], takesCondition: true, result: "type of x", "largest"),
    FunctionSignature(
      "median", .aggregate, ["x"], takesCondition: true, result: "type of x",
      "`quantile(x, 50%)`"),
    FunctionSignature(
      "p90", .aggregate, ["x"], takesCondition: true, result: "type of x", "`quantile(x, 90%)`"),
    FunctionSignature(
      "quantile", .aggregate, ["x", "q"], takesCondition: true, result: "type of x",
      "the ⌈q·n⌉-th smallest of those that have a value"),
    FunctionSignature(
      "reached", .aggregate, ["x", "q"], takesCondition: true, result: "type of x, optional",
      "the same with n = all rows, those without a value counted as never"),
    FunctionSignature(
      "rate", .aggregate, ["p"], takesCondition: true, result: "ratio?",
      "rows where p ÷ all rows, with numerator and denominator"),
    FunctionSignature(
      "share", .aggregate, ["aggregate", "of: {keys}"], optional: 1, result: "ratio?",
      "the group's value ÷ that of all rows, or of the groups equal in the keys"),
    FunctionSignature(
      "first", .aggregate, ["x"], takesCondition: true, result: "type of x",
      "value of the earliest row that has one, by `at`, then position"),
    FunctionSignature(
      "last", .aggregate, ["x"], takesCondition: true, result: "type of x",
      "value of the newest row that has one"),
    FunctionSignature(
      "list", .aggregate, ["x", "n"], takesCondition: true, result: "set",
      "different values in order, at most n, then how many more"),
    FunctionSignature(
      "bounds", .aggregate, ["x"], takesCondition: true, result: "record",
      "largest and sum: between which an overlapping figure lies"),
    FunctionSignature(
      "own", .rollup, ["aggregate"], result: "type of the aggregate",
      "over the rows of the node itself, without those below"),
    FunctionSignature(
      "headcount", .rollup, [".members"], result: "int·person",
      "sum of the newest declarations of the lowest units below that declare"),
  ]

  private static let rowFunctions: [FunctionSignature] = [
    FunctionSignature(
      "rank", .derive, ["x", "of: {columns}"], optional: 1, result: "int?",
      "1 + rows with a greater x; equals share a rank, none has none"),
    FunctionSignature(
      "each", .groupKey, ["set"], result: "element of the set",
      "a row counts once in the group of every element"),
    FunctionSignature(
      "ancestor", .row, ["unit", ".level"], result: "unit?",
      "the unit above at that level, itself when it is there"),
    FunctionSignature(
      "under", .row, ["unit", "\"root\""], result: "bool", "true for the root and all below"),
    FunctionSignature(
      "successor", .row, ["unit"], result: "unit?", "the one unit that took its place"),
    FunctionSignature("depth", .row, ["unit"], result: "int?", "steps below the root"),
    FunctionSignature("path", .row, ["unit"], result: "string?", "names from the root"),
    FunctionSignature(
      "day", .row, ["t"], result: "period", "the day around t in the campaign's zone"),
    FunctionSignature("week", .row, ["t"], result: "period", "the ISO week, Monday to Sunday"),
    FunctionSignature("month", .row, ["t"], result: "period", "the month"),
    FunctionSignature("quarter", .row, ["t"], result: "period", "the quarter"),
    FunctionSignature(
      "bin", .row, ["t", "width"], result: "period", "stretches of that length from midnight"),
    FunctionSignature(
      "workdays", .row, ["a", "b"], result: "int", "working days d with day(a) < d ≤ day(b)"),
    FunctionSignature(
      "worktime", .row, ["a", "b"], result: "duration", "time inside working hours from a to b"),
    FunctionSignature("period", .row, ["a", "b"], result: "period", "from a up to b"),
    FunctionSignature(
      "round", .row, ["x", "n"], result: "decimal", "to n digits, halves away from zero"),
    FunctionSignature("lower", .row, ["text"], result: "string", "in small letters"),
    FunctionSignature("fold", .row, ["text"], result: "string", "in small letters, without marks"),
    FunctionSignature("len", .row, ["x"], result: "int", "characters of text, elements of a set"),
  ]
}
