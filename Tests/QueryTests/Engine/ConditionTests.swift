import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: two-valued conditions")
struct ConditionTests {
  private func holds(_ expression: PlanExpression) throws -> Bool {
    try evaluate(expression) == .bool(true)
  }

  @Test(
    "equality is total and by value",
    arguments: [
      (int(1), int(1), true), (int(1), int(2), false), (int(1), .none, false),
      (.none, .none, true), (int(1), decimal("1.00"), true), (ratio(2, 4), decimal("0.5"), true),
      (ratio(3, 3), int(1), true), (text("hòa"), text("hoà"), false),
      (.set([int(1), int(2)]), .set([decimal("1.0"), int(2)]), true), (unit("a"), text("a"), false),
    ])
  func equality(_ left: Value, _ right: Value, _ expected: Bool) throws {
    let (one, other) = (constant(left, .decimal.optional), constant(right, .decimal.optional))
    #expect(try holds(compare(one, .equal, other)) == expected)
    #expect(try holds(compare(one, .notEqual, other)) != expected)
  }

  @Test("an order comparison with none is false both ways")
  func orderOfNone() throws {
    for comparison in [Comparison.less, .lessOrEqual, .greater, .greaterOrEqual] {
      for (left, right) in [(Value.none, int(1)), (int(1), .none), (.none, .none)] {
        let test = compare(
          constant(left, .integer(nil).optional), comparison,
          constant(right, .integer(nil).optional))
        #expect(try !holds(test))
      }
    }
  }

  /// August 2021 against instants at its edges; `before` and `after` are one microsecond away.
  @Test(
    "a point against a coarse date",
    arguments: [
      (Comparison.less, [true, false, false, false]),
      (.lessOrEqual, [true, true, true, false]), (.greater, [false, false, false, true]),
      (.greaterOrEqual, [false, true, true, true]), (.equal, [false, true, true, false]),
      (.notEqual, [true, false, false, true]),
    ])
  func coarseDates(_ comparison: Comparison, _ expected: [Bool]) throws {
    let month = constant(days((8, 1), through: (8, 31)), .period)
    let start = instant(2021, 8, 1)
    let end = instant(2021, 9, 1)
    let points = [
      Instant(microseconds: start.microseconds - 1), start,
      Instant(microseconds: end.microseconds - 1), end,
    ]
    let mirrored: [Comparison: Comparison] = [
      .less: .greater, .greater: .less, .lessOrEqual: .greaterOrEqual,
      .greaterOrEqual: .lessOrEqual, .equal: .equal, .notEqual: .notEqual,
    ]
    for (point, expected) in zip(points, expected) {
      let point = constant(.instant(point), .instant)
      #expect(try holds(compare(point, comparison, month)) == expected)
      let turned = try #require(mirrored[comparison])
      #expect(try holds(compare(month, turned, point)) == expected)
    }
    let never = constant(.none, .instant.optional)
    #expect(try holds(compare(never, comparison, month)) == (comparison == .notEqual))
  }

  @Test("an open period has no after")
  func openPeriod() throws {
    let open = constant(.period(Period(start: instant(2021, 8, 1), end: nil)), .period)
    #expect(try !holds(compare(constant(at(9, 1), .instant), .greater, open)))
    #expect(try holds(compare(constant(at(9, 1), .instant), .lessOrEqual, open)))
  }

  @Test("between takes both ends, of coarse dates their whole")
  func between() throws {
    func between(
      _ value: Value, _ type: ValueType, _ lower: PlanExpression, _ upper: PlanExpression
    )
      throws -> Bool
    {
      try holds(
        PlanExpression(.between(constant(value, type), lower: lower, upper: upper), type: .bool))
    }
    for (number, expected) in [(Int64(0), false), (1, true), (3, true), (4, false)] {
      #expect(try between(int(number), .integer(nil), constant(1), constant(3)) == expected)
    }
    #expect(try !between(.none, .integer(nil).optional, constant(1), constant(3)))
    let first = constant(days((8, 1), through: (8, 1)), .period)
    let last = constant(days((8, 5), through: (8, 5)), .period)
    #expect(try between(at(8, 5, hour: 23, minute: 59), .instant, first, last))
    #expect(try !between(at(8, 6), .instant, first, last))
  }

  @Test("membership in sets and periods")
  func membership() throws {
    func contains(_ value: Value, _ container: Value, _ type: ValueType) throws -> Bool {
      try holds(
        PlanExpression(
          .contained(constant(value, .unknown), in: constant(container, type)), type: .bool))
    }
    let numbers = Value.set([int(1), decimal("2.5")])
    #expect(try contains(int(1), numbers, .set(.decimal)))
    #expect(try contains(ratio(5, 2), numbers, .set(.decimal)))
    #expect(try !contains(int(3), numbers, .set(.decimal)))
    #expect(try !contains(.none, numbers, .set(.decimal)))
    #expect(try !contains(int(1), .none, .set(.decimal).optional))
    let august = days((8, 1), through: (8, 31))
    #expect(try contains(at(8, 1), august, .period))
    #expect(try !contains(at(9, 1), august, .period))
    #expect(try contains(.date(day(2021, 8, 31)), august, .period))
    #expect(try contains(days((8, 2), through: (8, 31)), august, .period))
    #expect(try !contains(days((8, 2), through: (9, 1)), august, .period))
    #expect(try !contains(.none, august, .period))
  }

  @Test("loose text and patterns are false for none, so their negations are true")
  func texts() throws {
    func resembles(_ text: Value, _ words: Value) -> PlanExpression {
      PlanExpression(
        .resembles(constant(text, .string.optional), constant(words, .string)), type: .bool)
    }
    #expect(try holds(resembles(text("LĐLĐ huyện Ea H'leo"), text("ea h’leo"))))
    #expect(try holds(resembles(text("Krông A Na"), text("krong ana"))))
    #expect(try !holds(resembles(text("Krông Ana"), text("krong pac"))))
    #expect(try !holds(resembles(.none, text("a"))))
    #expect(try holds(not(resembles(.none, text("a")))))
    func matches(_ value: Value, _ pattern: String) -> PlanExpression {
      PlanExpression(.matches(constant(value, .string.optional), pattern: pattern), type: .bool)
    }
    #expect(try holds(matches(text("Nghị quyết 68/NQ-CP"), "\\d+/NQ")))
    #expect(try !holds(matches(text("Nghị quyết"), "^\\d")))
    #expect(try !holds(matches(.none, ".")))
  }

  @Test("a pattern that cannot be read is named")
  func badPattern() {
    let expression = PlanExpression(
      .matches(constant(text("a"), .string), pattern: "(a"), type: .bool, origin: 5..<9)
    #expect(throws: ExecutionError.invalidPattern("(a", origin: 5..<9)) {
      try evaluate(expression)
    }
  }

  @Test("a flag that may be none is true only when it is true")
  func flags() throws {
    for (flag, expected) in [(Value.bool(true), true), (.bool(false), false), (.none, false)] {
      let flag = constant(flag, .bool.optional)
      #expect(try holds(PlanExpression(.isTrue(flag), type: .bool)) == expected)
      let both = PlanExpression(
        .and(PlanExpression(.isTrue(flag), type: .bool), not(isNone(flag))), type: .bool)
      #expect(try holds(both) == expected)
      let either = PlanExpression(
        .or(PlanExpression(.isTrue(flag), type: .bool), isNone(flag)), type: .bool)
      #expect(try holds(either) == (expected || flag.kind == .constant(.none)))
    }
  }

  @Test("a second operand is not asked when the first decides")
  func shortCircuit() throws {
    let overflowing = compare(combine(constant(.max), .add, constant(1)), .equal, constant(0))
    let (yes, no) = (
      compare(constant(1), .equal, constant(1)), compare(constant(1), .equal, constant(2))
    )
    #expect(try holds(PlanExpression(.or(yes, overflowing), type: .bool)))
    #expect(try !holds(PlanExpression(.and(no, overflowing), type: .bool)))
  }
}
