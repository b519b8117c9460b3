import Catalog
import LedgerModel
import Text

extension TableCells {
  /// A cell as a value of that type; none when it was reported.
  mutating func value(
    _ text: String, _ type: FieldType, _ rule: CellRule, field: String
  ) -> FieldValue? {
    switch type {
    case .reference(.person): person(text, rule)
    case .reference(.unit): unit(text, field: field).map(FieldValue.text)
    case .text, .reference, .declares, .any: .text(text)
    case .choice(let words): .text(words.first { $0 == text.lowercased() } ?? text)
    case .integer: whole(text, field: field).map(FieldValue.integer)
    case .position: position(text, field: field)
    case .decimal: number(text, field: field).map(FieldValue.decimal)
    case .bool: truth(text, field: field)
    case .instant: moment(text, field: field).map(FieldValue.instant)
    case .date: day(text, field: field).map(FieldValue.date)
    case .duration: length(text, field: field)
    case .list(let element): list(text, element, rule, field: field)
    case .record, .map: unsuitable(type, field: field)
    }
  }

  func person(_ text: String, _ rule: CellRule?) -> FieldValue {
    guard let rule, !rule.issuer.isEmpty else { return FieldReader.person(text) }
    return .account(Account(issuer: rule.issuer, identifier: text))
  }

  private mutating func unsuitable(_ type: FieldType, field: String) -> FieldValue? {
    values.report(
      field, .wrongType, "must be \(type.words)",
      remedy: "name one of its fields in the mapping, as \(field).…")
    return nil
  }

  private mutating func list(
    _ text: String, _ element: FieldType, _ rule: CellRule, field: String
  ) -> FieldValue? {
    let parts = text.split(separator: rule.separator).map { String($0).trimmed }
    let elements = parts.filter { !$0.isEmpty }.enumerated().map { index, part in
      value(part, element, rule, field: "\(field)[\(index)]")
    }
    let found = elements.compactMap { $0 }
    return found.count == elements.count ? .list(found) : nil
  }

  /// The id of a unit named by its id or by its name.
  mutating func unit(_ text: String, field: String) -> String? {
    guard let units = reader.units, !units.contains(unit: text) else { return text }
    let found = units.units(named: text)
    if let first = found.first, found.count == 1 { return first.id }
    guard !found.isEmpty else {
      let names = units.likelyNames(text)
      values.report(
        field, .unknownName, "no unit has this name", found: text,
        remedy: names.isEmpty
          ? nil : "did you mean \(names.map { "'\($0)'" }.joined(separator: " or "))?")
      return nil
    }
    let paths = found.map { "\($0.id) (\($0.path))" }.sorted().joined(separator: "; ")
    values.report(
      field, .ambiguous, "\(found.count) units have this name", found: text,
      remedy: "write the id instead: \(paths)")
    return nil
  }

  private mutating func number(_ text: String, field: String) -> ExactDecimal? {
    do {
      let number = try NumberText(reading: text, style: reader.mapping.numbers)
      return ExactDecimal(mantissa: number.mantissa, scale: UInt8(number.scale))
    } catch {
      values.report(field, .invalidValue, "\(error)", found: text)
      return nil
    }
  }

  private mutating func whole(_ text: String, field: String) -> Int64? {
    guard let number = number(text, field: field) else { return nil }
    if let whole = number.whole { return whole }
    values.report(field, .invalidValue, "must be a whole number", found: text)
    return nil
  }

  private mutating func position(_ text: String, field: String) -> FieldValue? {
    if let number = UInt64(text), number > 0 { return .position(Position(number)) }
    values.report(field, .invalidValue, "must be a position in the log", found: text)
    return nil
  }

  private mutating func truth(_ text: String, field: String) -> FieldValue? {
    switch fold(text) {
    case "true", "yes", "1", "x", "co", "dung": return .bool(true)
    case "false", "no", "0", "khong", "sai": return .bool(false)
    default:
      values.report(
        field, .invalidValue, "must be yes or no", found: text,
        remedy: "write true or false, có or không")
      return nil
    }
  }

  private mutating func length(_ text: String, field: String) -> FieldValue? {
    if let span = TimeSpan(iso8601: text) { return .duration(span) }
    if case .exact(let span)? = TimeLength(reading: text) { return .duration(span) }
    values.report(
      field, .invalidValue, "is no exact length of time", found: text,
      remedy: "write 20min, 2h or PT20M")
    return nil
  }

  /// `2021-08-05`, else as Vietnamese documents write it.
  private mutating func day(_ text: String, field: String) -> Day? {
    if let day = Day(iso8601: text) { return day }
    do {
      return try Day(vietnamese: text)
    } catch {
      values.report(field, .invalidValue, "\(error)", found: text)
      return nil
    }
  }

  /// A full instant, or a day with or without a time in the mapping's zone; a bare day is its
  /// first instant.
  mutating func moment(_ text: String, field: String) -> Instant? {
    if let instant = try? Instant(rfc3339: text) { return instant }
    if let day = Day(iso8601: text) { return reader.mapping.zone.start(of: day) }
    do {
      switch try CoarseDate(vietnamese: text) {
      case .day(let day): return reader.mapping.zone.start(of: day)
      case .local(let day, let time): return reader.mapping.zone.instant(of: day, at: time)
      default:
        values.report(
          field, .invalidValue, "must be one day or one time", found: text,
          remedy: "write 05/8/2021 16:00")
      }
    } catch {
      values.report(field, .invalidValue, "\(error)", found: text)
    }
    return nil
  }
}
