import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  func literal(
    _ literal: LiteralValue, at span: SourceSpan, expecting: Expectation?
  ) -> TypedExpression {
    switch literal {
    case .integer(let number): typed(.constant(.integer(number)), .integer(nil), at: span)
    case .decimal(let number): decimal(number, at: span)
    case .percent(let number): percent(number, at: span)
    case .duration(let length): duration(length, at: span)
    case .date(let date): self.date(date, at: span)
    case .period(let first, let last): period(first, last, at: span)
    case .position(let number):
      typed(.constant(.position(Position(UInt64(max(0, number))))), .position, at: span)
    case .string(let text): string(text, at: span, expecting: expecting)
    case .boolean(let flag): typed(.constant(.bool(flag)), .bool, at: span)
    case .none: typed(.constant(.none), .none, at: span)
    }
  }

  private func decimal(_ literal: DecimalLiteral, at span: SourceSpan) -> TypedExpression {
    guard let scale = UInt8(exactly: literal.scale), scale <= 18 else {
      return tooFine(at: span)
    }
    return typed(
      .constant(.decimal(ExactDecimal(mantissa: literal.coefficient, scale: scale))), .decimal,
      at: span)
  }

  /// `12.5%` is the ratio 125/1000.
  private func percent(_ literal: DecimalLiteral, at span: SourceSpan) -> TypedExpression {
    var denominator: Int128 = 100
    guard (0...18).contains(literal.scale) else { return tooFine(at: span) }
    for _ in 0..<literal.scale { denominator *= 10 }
    guard let ratio = Ratio(Int128(literal.coefficient), denominator) else {
      return tooFine(at: span)
    }
    return typed(.constant(.ratio(ratio)), .ratio, at: span)
  }

  private func tooFine(at span: SourceSpan) -> TypedExpression {
    report(.typesDisagree, "a number has at most 18 digits behind the point", at: span)
    return .unknown(at: span)
  }

  private func duration(_ literal: DurationLiteral, at span: SourceSpan) -> TypedExpression {
    switch TimeLength(count: literal.count, unit: literal.unit.rawValue) {
    case .exact(let length): return typed(.constant(.duration(length)), .duration, at: span)
    case .calendar(let length):
      return typed(.constant(.calendarDuration(length)), .calendarDuration, at: span)
    case nil:
      report(.typesDisagree, "\(text(span)) is longer than time is counted here", at: span)
      return .unknown(at: span)
    }
  }

  private func date(_ literal: DateLiteral, at span: SourceSpan) -> TypedExpression {
    guard let date = CoarseDate(literal) else { return noSuchDate(at: span) }
    switch date {
    case .day(let day): return typed(.constant(.date(day)), .date, at: span)
    case .local, .instant:
      return typed(.constant(.instant(date.start(in: options.zone))), .instant, at: span)
    default: return typed(.constant(.period(date.period(in: options.zone))), .period, at: span)
    }
  }

  private func period(
    _ first: DateLiteral, _ last: DateLiteral, at span: SourceSpan
  ) -> TypedExpression {
    guard let from = CoarseDate(first), let to = CoarseDate(last) else {
      return noSuchDate(at: span)
    }
    let (start, end) = (from.start(in: options.zone), to.end(in: options.zone))
    guard start < end else {
      report(.typesDisagree, "this period ends before it starts", at: span)
      return .unknown(at: span)
    }
    return typed(.constant(.period(Period(start: start, end: end))), .period, at: span)
  }

  private func noSuchDate(at span: SourceSpan) -> TypedExpression {
    report(.typesDisagree, "\(text(span)) is no date of the calendar", at: span)
    return .unknown(at: span)
  }

  /// Text takes the type that is wanted of it, where that type can be named by text.
  private func string(
    _ string: String, at span: SourceSpan, expecting: Expectation?
  ) -> TypedExpression {
    switch expecting?.type.wrapped {
    case .entity(let kind): return entity(kind, named: string, at: span)
    case .enumeration(let enumeration):
      return textForCase(string, enumeration.cases, of: expecting, at: span)
    case .level:
      let levels = resolver?.levels(campaign: campaignName) ?? []
      return textForCase(string, levels, of: expecting, at: span)
    case .date, .instant, .period, .point:
      if let date = quotedDate(string, at: span) { return date }
    default: break
    }
    return typed(.constant(.string(string)), .string, at: span)
  }

  private func textForCase(
    _ string: String, _ cases: [String], of expectation: Expectation?, at span: SourceSpan
  ) -> TypedExpression {
    let near = cases.contains(string) ? string : nearestName(to: string, among: cases)
    let listed = cases.prefix(12).map { "." + $0 }.joined(separator: " ")
    let others = cases.isEmpty ? "write `.name`" : "one of \(listed)"
    report(
      .textForCase, "\(expectation?.label ?? "this") has cases, not text", at: span,
      remedy: near.map { "`.\($0)` (\(listed))" } ?? others,
      fixIts: near.map { [FixIt(span, "." + $0, "write `.\($0)`")] } ?? [])
    return .unknown(at: span)
  }

  private func quotedDate(_ string: String, at span: SourceSpan) -> TypedExpression? {
    guard (try? DateLiteral(reading: string)) != nil else { return nil }
    report(
      .dateInQuotes, "a date begins with @", at: span, remedy: "`@\(string)`",
      fixIts: [FixIt(span, "@" + string, "write `@\(string)`")])
    return .unknown(at: span)
  }

  func enumCase(
    _ name: NameSyntax, at span: SourceSpan, expecting: Expectation?
  ) -> TypedExpression {
    switch expecting?.type.wrapped {
    case .enumeration(let enumeration):
      return enumCase(name, of: enumeration, expecting: expecting, at: span)
    case .level:
      guard checkLevel(name.text, at: span) else { return .unknown(at: span) }
      return typed(.constant(.symbol(name.text)), .level, at: span)
    case .unknown: return .unknown(at: span)
    case .string, .entity:
      let quoted = StringQuoting.quoted(name.text)
      report(
        .textForCase, "\(expecting?.label ?? "this") is text, it has no cases", at: span,
        remedy: "`\(quoted)`", fixIts: [FixIt(span, quoted, "write it as text")])
    case let type?:
      report(
        .typesDisagree,
        "\(expecting?.label ?? "this") is \(shortType(type)), it has no case '.\(name.text)'",
        at: span)
    case nil:
      report(
        .caseWithoutType, "nothing here says what '.\(name.text)' is a case of", at: span,
        remedy: "a case stands beside its column: `status == .late`")
    }
    return .unknown(at: span)
  }

  private func enumCase(
    _ name: NameSyntax, of enumeration: Enumeration, expecting: Expectation?, at span: SourceSpan
  ) -> TypedExpression {
    if enumeration.cases.isEmpty || enumeration.rank(of: name.text) != nil {
      return typed(.constant(.symbol(name.text)), .enumeration(enumeration), at: span)
    }
    let near = nearestName(to: name.text, among: enumeration.cases)
    let shown = enumeration.cases.prefix(20).map { "." + $0 }.joined(separator: " ")
    report(
      .unknownCase, "\(expecting?.label ?? enumeration.name) has no case '.\(name.text)'",
      at: span, remedy: near.map { "did you mean '.\($0)'?" },
      notes: ["cases: \(shown)\(enumeration.cases.count > 20 ? " …" : "")"],
      fixIts: near.map { [FixIt(span, "." + $0, "write `.\($0)`")] } ?? [])
    return .unknown(at: span)
  }
}

extension CoarseDate {
  /// What a literal of the language names; nil for a date that does not exist.
  init?(_ literal: DateLiteral) {
    switch literal {
    case .year(let year): self = .year(year)
    case .quarter(let year, let quarter): self = .quarter(year: year, quarter: quarter)
    case .month(let year, let month): self = .month(year: year, month: month)
    case .week(let year, let week):
      guard let monday = Day(isoYear: year, week: week) else { return nil }
      self = .week(monday: monday)
    case .day(let year, let month, let day):
      guard let day = Day(year: year, month: month, day: day) else { return nil }
      self = .day(day)
    case .instant(let literal): self.init(literal)
    }
    guard literal.isInstant || firstDay != nil else { return nil }
  }

  private init?(_ literal: InstantLiteral) {
    let seconds = Int64(literal.hour * 3_600 + literal.minute * 60 + literal.second)
    let microseconds = seconds * 1_000_000 + Int64(literal.microsecond)
    guard let day = Day(year: literal.year, month: literal.month, day: literal.day),
      let time = TimeOfDay(microseconds: microseconds)
    else { return nil }
    guard let offset = literal.offsetMinutes else {
      self = .local(day, time)
      return
    }
    guard let zone = CivilZone(offsetSeconds: offset * 60) else { return nil }
    self = .instant(zone.instant(of: day, at: time))
  }
}

extension DateLiteral {
  fileprivate var isInstant: Bool { if case .instant = self { true } else { false } }
}
