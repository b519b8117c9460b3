import Catalog

extension FieldReader {
  mutating func whole(_ digits: String, path: String) -> Int64? {
    if let number = Int64(digits) { return number }
    if let number = ExactDecimal(jsonNumber: digits)?.whole { return number }
    let isLarge = ExactDecimal(jsonNumber: digits) == nil
    report(
      path, .invalidValue, isLarge ? "is too large" : "must be a whole number", found: digits)
    return nil
  }

  mutating func position(_ digits: String, path: String) -> FieldValue? {
    if let number = UInt64(digits), number > 0 { return .position(Position(number)) }
    report(
      path, .invalidValue, "must be a position in the log", found: digits,
      remedy: "positions are whole numbers from 1")
    return nil
  }

  mutating func decimal(_ digits: String, path: String) -> FieldValue? {
    if let number = ExactDecimal(jsonNumber: digits) { return .decimal(number) }
    report(
      path, .invalidValue, "has more than 18 digits and cannot be kept exactly", found: digits)
    return nil
  }

  /// An instant, a day or a length of time from its text.
  mutating func moment(_ text: String, _ type: FieldType, path: String) -> FieldValue? {
    switch type {
    case .instant:
      do {
        return .instant(try Instant(rfc3339: text))
      } catch {
        report(path, .invalidValue, "\(error)", found: text)
        return nil
      }
    case .date:
      if let day = Day(iso8601: text) { return .date(day) }
      report(
        path, .invalidValue, "is no day of the calendar", found: text,
        remedy: "write year-month-day, as 2021-08-05")
      return nil
    default:
      if let span = TimeSpan(iso8601: text) { return .duration(span) }
      report(
        path, .invalidValue, "is no exact length of time", found: text,
        remedy: "write ISO 8601, as PT20M; years and months have no fixed length")
      return nil
    }
  }

  /// Any JSON value; whole numbers stay whole.
  mutating func any(_ node: JSONNode, path: String) -> FieldValue? {
    switch node.value {
    case .null: return .null
    case .bool(let truth): return .bool(truth)
    case .string(let text): return .text(text)
    case .number(let digits):
      if let number = Int64(digits) { return .integer(number) }
      return decimal(digits, path: path)
    case .array(let nodes):
      return .list(nodes.indices.compactMap { any(nodes[$0], path: "\(path)[\($0)]") })
    case .object(let members):
      return .record(
        members.compactMap { member in
          any(member.node, path: path + "." + member.name).map { NamedValue(member.name, $0) }
        })
    }
  }
}
