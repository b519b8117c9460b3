import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: functions of one row")
struct FunctionTests {
  @Test(
    "periods of the calendar in the campaign's zone",
    arguments: [
      (ScalarFunction.day, days((8, 5), through: (8, 5))),
      (.week, days((8, 2), through: (8, 8))), (.month, days((8, 1), through: (8, 31))),
      (.quarter, days((7, 1), through: (9, 30))),
    ])
  func periods(_ function: ScalarFunction, _ expected: Value) throws {
    let moment = constant(at(8, 5, hour: 23, minute: 30), .instant)
    #expect(try evaluate(call(function, [moment], .period)) == expected)
    let date = constant(.date(day(2021, 8, 5)), .date)
    #expect(try evaluate(call(function, [date], .period)) == expected)
    #expect(
      try evaluate(call(function, [constant(.none, .instant.optional)], .period)) == Value.none)
  }

  @Test("bins start at midnight")
  func bins() throws {
    let moment = constant(at(8, 5, hour: 13, minute: 10), .instant)
    let bin = try evaluate(call(.bin, [moment, constant(hours(5), .duration)], .period))
    #expect(
      bin
        == .period(Period(start: instant(2021, 8, 5, hour: 10), end: instant(2021, 8, 5, hour: 15)))
    )
    #expect(
      try evaluate(call(.bin, [moment, constant(hours(0), .duration)], .period)) == Value.none)
  }

  @Test("working days and working time")
  func workingTime() throws {
    // Thursday 5 to Tuesday 10 August: Friday, Monday, Tuesday.
    let (first, last) = (
      constant(at(8, 5, hour: 9), .instant), constant(at(8, 10, hour: 9), .instant)
    )
    #expect(try evaluate(call(.workdays, [first, last], .integer(nil))) == int(3))
    #expect(try evaluate(call(.workdays, [last, first], .integer(nil))) == int(-3))
    // 2.5 + 3.5 hours of Thursday, 7.5 hours of Friday and Monday, 1.5 of Tuesday.
    #expect(
      try evaluate(call(.worktime, [first, last], .duration))
        == .duration(TimeSpan(microseconds: Int64(22.5 * 3_600_000_000))))
    #expect(
      try evaluate(call(.worktime, [first, constant(.none, .instant.optional)], .duration))
        == Value.none)
  }

  @Test("a period from two points; a day as its end is inside")
  func period() throws {
    let days8 = days((8, 1), through: (8, 5))
    let start = constant(.date(day(2021, 8, 1)), .date)
    #expect(
      try evaluate(call(.period, [start, constant(.date(day(2021, 8, 5)), .date)], .period))
        == days8)
    #expect(
      try evaluate(call(.period, [start, constant(at(8, 6), .instant)], .period)) == days8)
    let bounds = constant(days8, .period)
    #expect(
      try evaluate(PlanExpression(.periodBound(bounds, isStart: true), type: .instant)) == at(8, 1))
    #expect(
      try evaluate(PlanExpression(.periodBound(bounds, isStart: false), type: .instant.optional))
        == at(8, 6))
    let open = constant(.period(Period(start: instant(2021, 8, 1), end: nil)), .period)
    #expect(
      try evaluate(PlanExpression(.periodBound(open, isStart: false), type: .instant.optional))
        == Value.none)
  }

  @Test(
    "rounding goes half away from zero",
    arguments: [
      (decimal("2.345"), 2, "2.35"), (decimal("-2.345"), 2, "-2.35"), (ratio(1, 3), 4, "0.3333"),
      (ratio(2, 3), 0, "1"), (decimal("0.5"), 0, "1"), (decimal("-0.5"), 0, "-1"),
      (decimal("0.4999"), 0, "0"), (int(7), 2, "7.00"),
    ])
  func rounding(_ value: Value, _ places: Int64, _ expected: String) throws {
    let result = try evaluate(
      call(.round, [constant(value, .decimal), constant(places)], .decimal))
    guard case .decimal(let rounded)? = result else {
      Issue.record("no decimal: \(String(describing: result))")
      return
    }
    #expect(rounded.description == expected)
  }

  @Test("texts and sets")
  func texts() throws {
    #expect(
      try evaluate(call(.lower, [constant(text("ĐẮK Lắk"), .string)], .string)) == text("đắk lắk"))
    #expect(
      try evaluate(call(.fold, [constant(text("Đắk  Lắk"), .string)], .string)) == text("dak lak"))
    #expect(try evaluate(call(.len, [constant(text("Đắk"), .string)], .integer(nil))) == int(3))
    #expect(
      try evaluate(
        call(.len, [constant(.set([int(1), int(2)]), .set(.integer(nil)))], .integer(nil)))
        == int(2))
  }

  @Test("a set holds each value once, in order")
  func sets() throws {
    let elements = [text("b"), text("đ"), text("d"), text("b"), .none]
      .map { constant($0, .string.optional) }
    #expect(
      try evaluate(PlanExpression(.set(elements), type: .set(.string)))
        == .set([text("b"), text("d"), text("đ"), .none]))
  }

  @Test("none gives way to the other value")
  func coalesce() throws {
    func coalesce(_ left: Value, _ right: Value) throws -> Value? {
      try evaluate(
        PlanExpression(
          .coalesce(
            constant(left, .integer(nil).optional), constant(right, .integer(nil).optional)),
          type: .integer(nil).optional))
    }
    #expect(try coalesce(int(1), int(2)) == int(1))
    #expect(try coalesce(.none, int(2)) == int(2))
    #expect(try coalesce(.none, .none) == Value.none)
  }

  @Test("fields of a record")
  func records() throws {
    let record = constant(.record(["people": int(12)]), .record)
    func field(_ name: String) throws -> Value? {
      try evaluate(PlanExpression(.field(record, name: name), type: .integer(.person).optional))
    }
    #expect(try field("people") == int(12))
    #expect(try field("attempts") == Value.none)
  }
}
