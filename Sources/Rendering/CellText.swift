package import Catalog
package import LedgerModel

/// How a value reads in a cell for people: names instead of ids, both parts of a rate, durations
/// in words, `·` for none and `–` for a rate without a denominator.
package struct CellText: Sendable {
  let context: RenderingContext

  package init(context: RenderingContext) { self.context = context }

  package func text(_ value: Value, type: ValueType) -> String {
    switch value {
    case .none: type.wrapped == .ratio ? "–" : "·"
    case .bool(let flag): flag ? "yes" : "no"
    case .integer(let number): String(number)
    case .decimal(let number): number.description
    case .ratio(let ratio): ratioText(ratio, type: type.wrapped)
    case .string(let text): CellText.oneLine(text)
    case .symbol(let name): name
    case .entity(let id): entityText(id, type: type.wrapped)
    case .date(let day): day.iso8601
    case .instant(let instant): instantText(instant)
    case .duration(let span): DurationText.words(span)
    case .calendarDuration(let span): DurationText.words(span)
    case .period(let period): periodText(period)
    case .position(let position): "#\(position.number)"
    case .set(let elements): setText(elements, type: type.wrapped)
    case .record(let fields): recordText(fields)
    }
  }

  /// True when cells of the type stand at the right edge of their column.
  package static func isNumeric(_ type: ValueType) -> Bool {
    switch type.wrapped {
    case .integer, .decimal, .ratio, .mean, .duration, .position, .estimate: true
    default: false
    }
  }

  /// A share shows both parts and per cent; a mean two digits behind the point.
  private func ratioText(_ ratio: Ratio, type: ValueType) -> String {
    guard type == .ratio else { return DecimalText.rounded(ratio, digits: 2) }
    guard let percent = ratio.multiplied(by: Ratio(100)) else {
      return "\(ratio.numerator)/\(ratio.denominator)"
    }
    let share = DecimalText.rounded(percent, digits: 1)
    return "\(ratio.numerator)/\(ratio.denominator) (\(share) %)"
  }

  private func entityText(_ id: String, type: ValueType) -> String {
    guard case .entity(let kind) = type, let name = context.name(kind, id) else { return id }
    return CellText.oneLine(name)
  }

  private func instantText(_ instant: Instant) -> String {
    let local = context.zone.localTime(of: instant)
    let seconds = local.microsecondOfDay / 1_000_000
    let minute = local.day.iso8601 + " " + CellText.clock(seconds / 60)
    let (second, fraction) = (seconds % 60, local.microsecondOfDay % 1_000_000)
    guard second != 0 || fraction != 0 else { return minute }
    let text = minute + ":" + CellText.twoDigits(second)
    return fraction == 0 ? text : text + "." + CellText.fraction(fraction)
  }

  private func periodText(_ period: Period) -> String {
    let start = context.zone.localTime(of: period.start)
    guard let end = period.end else { return instantText(period.start) + " .." }
    let finish = context.zone.localTime(of: end)
    guard start.microsecondOfDay == 0, finish.microsecondOfDay == 0 else {
      return instantText(period.start) + " .. " + instantText(end)
    }
    let last = Day(number: finish.day.number - 1)
    return start.day == last ? last.iso8601 : start.day.iso8601 + " .. " + last.iso8601
  }

  private func setText(_ elements: [Value], type: ValueType) -> String {
    guard !elements.isEmpty else { return "·" }
    let element: ValueType = if case .set(let inner) = type { inner } else { .unknown }
    return elements.map { text($0, type: element) }.joined(separator: ", ")
  }

  private func recordText(_ fields: [String: Value]) -> String {
    fields.sorted { $0.key < $1.key }
      .map { "\($0.key): \(text($0.value, type: .unknown))" }.joined(separator: ", ")
  }

  private static func oneLine(_ text: String) -> String {
    guard text.contains(where: { $0.isNewline || $0 == "\t" }) else { return text }
    return String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  private static func clock(_ minutes: Int64) -> String {
    twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
  }

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : String(number)
  }

  private static func fraction(_ microseconds: Int64) -> String {
    let digits = String(microseconds)
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}
