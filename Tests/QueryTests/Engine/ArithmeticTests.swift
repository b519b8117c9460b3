import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: exact arithmetic")
struct ArithmeticTests {
  struct Case: Sendable {
    let left: Value
    let operation: ArithmeticOperation
    let right: Value
    let type: ValueType
    let expected: Value
  }

  static let numbers: [Case] = [
    Case(left: int(2), operation: .add, right: int(3), type: .integer(nil), expected: int(5)),
    Case(left: int(2), operation: .subtract, right: int(3), type: .integer(nil), expected: int(-1)),
    Case(
      left: int(-4), operation: .multiply, right: int(3), type: .integer(nil), expected: int(-12)),
    Case(left: int(18), operation: .divide, right: int(21), type: .ratio, expected: ratio(18, 21)),
    Case(left: int(1), operation: .divide, right: int(0), type: .ratio, expected: .none),
    Case(
      left: decimal("0.1"), operation: .add, right: decimal("0.2"), type: .decimal,
      expected: decimal("0.3")),
    Case(
      left: decimal("1.50"), operation: .subtract, right: int(1), type: .decimal,
      expected: decimal("0.50")),
    Case(
      left: decimal("1.5"), operation: .multiply, right: decimal("0.25"), type: .decimal,
      expected: decimal("0.375")),
    Case(
      left: decimal("1"), operation: .divide, right: decimal("3"), type: .ratio,
      expected: ratio(1, 3)),
    Case(
      left: decimal("1"), operation: .divide, right: decimal("0.0"), type: .ratio, expected: .none),
    Case(
      left: ratio(1, 3), operation: .add, right: ratio(1, 6), type: .ratio, expected: ratio(1, 2)),
    Case(
      left: ratio(1, 3), operation: .subtract, right: int(1), type: .ratio, expected: ratio(-2, 3)),
    Case(
      left: ratio(2, 3), operation: .multiply, right: decimal("1.5"), type: .ratio,
      expected: ratio(1, 1)),
    Case(
      left: ratio(2, 3), operation: .divide, right: ratio(4, 3), type: .ratio, expected: ratio(1, 2)
    ),
    Case(left: .none, operation: .add, right: int(1), type: .integer(nil), expected: .none),
    Case(left: int(1), operation: .divide, right: .none, type: .ratio, expected: .none),
  ]

  static let times: [Case] = [
    Case(left: at(8, 5), operation: .add, right: hours(24), type: .instant, expected: at(8, 6)),
    Case(left: hours(24), operation: .add, right: at(8, 5), type: .instant, expected: at(8, 6)),
    Case(
      left: at(8, 5), operation: .subtract, right: hours(1), type: .instant,
      expected: at(8, 4, hour: 23)),
    Case(
      left: at(8, 5), operation: .subtract, right: at(8, 3, hour: 12), type: .duration,
      expected: hours(36)),
    Case(left: hours(3), operation: .add, right: hours(4), type: .duration, expected: hours(7)),
    Case(left: hours(3), operation: .multiply, right: int(2), type: .duration, expected: hours(6)),
    Case(left: int(2), operation: .multiply, right: hours(3), type: .duration, expected: hours(6)),
    Case(
      left: hours(3), operation: .divide, right: int(2), type: .duration,
      expected: .duration(TimeSpan(microseconds: 5_400_000_000))),
    Case(left: hours(3), operation: .divide, right: hours(12), type: .ratio, expected: ratio(1, 4)),
    Case(left: hours(3), operation: .divide, right: hours(0), type: .ratio, expected: .none),
    Case(
      left: .date(day(2021, 8, 5)), operation: .add, right: hours(48), type: .date,
      expected: .date(day(2021, 8, 7))),
    Case(
      left: .date(day(2021, 8, 5)), operation: .add, right: hours(12), type: .instant,
      expected: at(8, 5, hour: 12)),
    Case(
      left: .date(day(2021, 8, 7)), operation: .subtract, right: .date(day(2021, 8, 5)),
      type: .duration, expected: hours(48)),
    // Saturday 00:00 is the end of Friday's week; one working day on is the end of Monday.
    Case(
      left: at(8, 7), operation: .add,
      right: .calendarDuration(CalendarSpan(count: 1, unit: .workingDay)), type: .instant,
      expected: at(8, 10)),
    Case(
      left: at(8, 31), operation: .add,
      right: .calendarDuration(CalendarSpan(count: 1, unit: .month)), type: .instant,
      expected: at(9, 30)),
    Case(
      left: at(8, 31), operation: .subtract,
      right: .calendarDuration(CalendarSpan(count: 2, unit: .quarter)), type: .instant,
      expected: at(2, 28)),
    Case(
      left: .position(Position(9)), operation: .subtract, right: .position(Position(4)),
      type: .integer(nil), expected: int(5)),
    Case(
      left: .position(Position(9)), operation: .subtract, right: int(2), type: .position,
      expected: .position(Position(7))),
    Case(left: .none, operation: .subtract, right: at(8, 5), type: .duration, expected: .none),
  ]

  @Test("results are exact", arguments: numbers + times)
  func results(_ example: Case) throws {
    let expression = combine(
      constant(example.left, example.type), example.operation,
      constant(example.right, example.type), example.type)
    let result = try evaluate(expression)
    #expect(result == example.expected)
    #expect(parts(result) == parts(example.expected))
  }

  @Test(
    "what does not fit is an error at its place",
    arguments: [
      (int(.max), ArithmeticOperation.add, int(1)), (int(.min), .subtract, int(1)),
      (int(.max), .multiply, int(2)), (decimal("9223372036854775807"), .add, decimal("0.1")),
      (decimal("0.000000000000000001"), .multiply, decimal("0.1")),
      (hours(2_000_000_000), .add, hours(2_000_000_000)),
      (.position(Position(1)), .subtract, int(2)),
      (ratio(1, Int128.max), .add, ratio(1, Int128.max - 1)),
    ])
  func overflow(_ left: Value, _ operation: ArithmeticOperation, _ right: Value) {
    let expression = combine(
      constant(left, .integer(nil)), operation, constant(right, .integer(nil)))
    #expect(throws: ExecutionError.overflow(operation: operation.rawValue, origin: 3..<7)) {
      try evaluate(expression)
    }
  }

  @Test("a date beyond the calendar is an error")
  func outOfRange() {
    let expression = combine(
      constant(.date(.latest), .date), .add, constant(hours(24), .duration), .date)
    #expect(throws: ExecutionError.timeOutOfRange(operation: "+", origin: 3..<7)) {
      try evaluate(expression)
    }
  }

  @Test("an overflow in a branch that no row takes does not end the run")
  func lazyBranch() throws {
    let overflowing = combine(constant(.max), .add, constant(1))
    let expression = PlanExpression(
      .conditional(
        condition: compare(constant(1), .equal, constant(2)), then: overflowing,
        otherwise: constant(7)), type: .integer(nil))
    #expect(try evaluate(expression) == int(7))
  }

  @Test("the sign of the smallest number cannot be turned")
  func negation() throws {
    let smallest = PlanExpression(.negate(constant(.min)), type: .integer(nil), origin: 3..<7)
    #expect(throws: ExecutionError.self) { try evaluate(smallest) }
    let span = constant(.calendarDuration(CalendarSpan(count: 2, unit: .month)), .calendarDuration)
    #expect(
      try evaluate(PlanExpression(.negate(span), type: .calendarDuration))
        == .calendarDuration(CalendarSpan(count: -2, unit: .month)))
    #expect(
      try evaluate(PlanExpression(.negate(constant(.none, .none)), type: .integer(nil)))
        == Value.none)
  }
}
