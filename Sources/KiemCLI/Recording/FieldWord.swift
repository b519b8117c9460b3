package import Catalog
package import LedgerModel

/// Reads one value as a person types it: dates also day first, times also without an offset,
/// lists with commas, whatever is nested as JSON.
package struct FieldWord {
  let path: String
  let zone: CivilZone
  /// Collects what cannot be read.
  package var reader: FieldReader

  package init(path: String, zone: CivilZone, reader: FieldReader = FieldReader()) {
    self.path = path
    self.zone = zone
    self.reader = reader
  }

  /// The value as that type; none when it was reported.
  package mutating func read(_ text: String, as type: FieldType) -> FieldValue? {
    switch type {
    case .reference(.person):
      return text.hasPrefix("{") ? json(text, type) : FieldReader.person(text)
    case .text, .choice, .reference, .declares: return .text(text)
    case .integer: return whole(text).map(FieldValue.integer)
    case .decimal: return decimal(text)
    case .position: return position(text)
    case .bool: return truth(text)
    case .instant: return instant(text).map(FieldValue.instant)
    case .date: return day(text).map(FieldValue.date)
    case .duration: return duration(text)
    case .list(let element): return list(text, of: element, as: type)
    case .record, .map, .any: return json(text, type)
    }
  }

  private mutating func report(
    _ message: String, found: String, remedy: String? = nil, _ rule: ProblemRule = .invalidValue
  ) {
    reader.report(path, rule, message, found: found, remedy: remedy)
  }

  private mutating func whole(_ text: String) -> Int64? {
    if let number = Int64(text.filter { $0 != "_" }) { return number }
    report("must be a whole number", found: text, remedy: "write 1731, without points or commas")
    return nil
  }

  private mutating func decimal(_ text: String) -> FieldValue? {
    if let number = ExactDecimal(text) { return .decimal(number) }
    report("must be a number", found: text, remedy: "write 8.5, at most 18 digits")
    return nil
  }

  private mutating func position(_ text: String) -> FieldValue? {
    let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
    if let number = UInt64(digits), number > 0 { return .position(Position(number)) }
    report("must be a position in the log", found: text, remedy: "write 18422")
    return nil
  }

  private mutating func truth(_ text: String) -> FieldValue? {
    switch text.lowercased() {
    case "true", "yes": return .bool(true)
    case "false", "no": return .bool(false)
    default:
      report("must be true or false", found: text)
      return nil
    }
  }

  private mutating func duration(_ text: String) -> FieldValue? {
    if let span = TimeSpan(iso8601: text) { return .duration(span) }
    if case .exact(let span)? = TimeLength(reading: text) { return .duration(span) }
    report("is no exact length of time", found: text, remedy: "write 20min, 2h or PT20M")
    return nil
  }

  /// `[…]` is JSON; else the elements stand between commas.
  private mutating func list(
    _ text: String, of element: FieldType, as type: FieldType
  ) -> FieldValue? {
    if text.hasPrefix("[") { return json(text, type) }
    if case .record = element {
      report("is a list of objects", found: text, remedy: "write JSON: [{…}]", .wrongType)
      return nil
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    var values: [FieldValue] = []
    for (index, part) in parts.enumerated() {
      var word = FieldWord(path: "\(path)[\(index)]", zone: zone, reader: reader)
      let value = word.read(part.trimmingSpaces, as: element)
      reader = word.reader
      if let value { values.append(value) }
    }
    return values.count == parts.count ? .list(values) : nil
  }

  private mutating func json(_ text: String, _ type: FieldType) -> FieldValue? {
    do {
      return reader.value(try JSONParser.parse(text), type, path: path)
    } catch {
      report(
        "is nested and written as JSON: \(error.reason)", found: text,
        remedy: "as '{\"name\": 1}'", .syntax)
      return nil
    }
  }
}

// MARK: - Dates and times

extension FieldWord {
  /// `2021-08-05`, else as Vietnamese documents write it.
  private mutating func day(_ text: String) -> Day? {
    if let day = Day(iso8601: text) { return day }
    if text.utf8.count(where: { $0 == UInt8(ascii: "-") }) == 2, text.first?.isNumber == true {
      report("is no day of the calendar", found: text, remedy: "write 2021-08-05 or 05/8/2021")
      return nil
    }
    do {
      return try Day(vietnamese: text)
    } catch {
      report("\(error)", found: text)
      return nil
    }
  }

  /// RFC 3339, or a time of a day in the zone; never a bare day, which names no instant.
  package mutating func instant(_ text: String) -> Instant? {
    if let instant = try? Instant(rfc3339: text) { return instant }
    if let date = try? CoarseDate(literal: text) { return time(date, text) }
    if text.contains("T") || text.contains("Z") {
      report(
        "is no instant", found: text,
        remedy: "write 2021-08-05T16:00, 2021-08-05T16:00:00+07:00 or 05/8/2021 16:00")
      return nil
    }
    do {
      return time(try CoarseDate(vietnamese: text), text)
    } catch {
      report("\(error)", found: text)
      return nil
    }
  }

  private mutating func time(_ date: CoarseDate, _ text: String) -> Instant? {
    if date.isTime { return date.start(in: zone) }
    report("needs a time of day", found: text, remedy: "write 05/8/2021 16:00")
    return nil
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    var body = self
    while body.first?.isWhitespace == true { body.removeFirst() }
    while body.last?.isWhitespace == true { body.removeLast() }
    return String(body)
  }
}
