package import Catalog

/// Turns JSON values into field values of declared types and collects what cannot be read.
package struct FieldReader: Sendable {
  package private(set) var problems: [FieldProblem] = []

  package init() {}

  package mutating func report(
    _ field: String, _ rule: ProblemRule, _ message: String, found: String? = nil,
    remedy: String? = nil
  ) {
    report(FieldProblem(field, rule, message, found: found, remedy: remedy))
  }

  package mutating func report(_ problem: FieldProblem) {
    problems.append(problem)
  }

  /// The reading of a draft: normalised and validated, without repeating as missing what is there
  /// but could not be read.
  package func reading(of draft: Event, recorded: Instant? = nil) -> EventReading {
    let (event, found) = EventValidator().validate(draft)
    let reported = Set(problems.map(\.field))
    let isDataUnread = reported.contains { $0.hasPrefix("data.") }
    let further = found.filter { problem in
      !reported.contains(problem.field) && !(problem.rule == .oneOf && isDataUnread)
    }
    return EventReading(event: event, recorded: recorded, problems: problems + further)
  }

  /// The fields of an object. Names that the record does not have are kept as they are, for the
  /// validator to report; values that cannot be read are reported and left out.
  package mutating func record(
    _ members: [JSONMember], _ specs: [FieldSpec], path: String
  ) -> [NamedValue] {
    var result: [NamedValue] = []
    for member in members {
      let place = path + "." + member.name
      guard let spec = specs.first(where: { $0.name == member.name }) else {
        result.append(NamedValue(member.name, .bool(true)))
        continue
      }
      if member.node.isNull, spec.type != .any { continue }
      let value =
        spec.privacy == .open
        ? value(member.node, spec.type, path: place) : personal(member.node, path: place)
      if let value { result.append(NamedValue(spec.name, value)) }
    }
    return result
  }

  /// The value as that type; none when it was reported.
  package mutating func value(
    _ node: JSONNode, _ type: FieldType, path: String
  ) -> FieldValue? {
    switch (type, node.value) {
    case (.reference(.person), _): return person(node, path: path)
    case (.text, .string(let text)), (.choice, .string(let text)), (.reference, .string(let text)),
      (.declares, .string(let text)):
      return .text(text)
    case (.bool, .bool(let truth)): return .bool(truth)
    case (.integer, .number(let digits)): return whole(digits, path: path).map(FieldValue.integer)
    case (.position, .number(let digits)): return position(digits, path: path)
    case (.decimal, .number(let digits)): return decimal(digits, path: path)
    case (.instant, .string(let text)), (.date, .string(let text)), (.duration, .string(let text)):
      return moment(text, type, path: path)
    case (.list(let element), .array(let nodes)):
      return .list(
        nodes.indices.compactMap { value(nodes[$0], element, path: "\(path)[\($0)]") })
    case (.record(let specs), .object(let members)):
      return .record(record(members, specs, path: path))
    case (.map(let element), .object(let members)):
      return .record(
        members.compactMap { member in
          value(member.node, element, path: path + "." + member.name)
            .map { NamedValue(member.name, $0) }
        })
    case (.any, _): return any(node, path: path)
    default:
      report(path, .wrongType, "must be \(type.words), not \(node.kind)")
      return nil
    }
  }

  /// A person: an account as text or `{issuer, id}`; a program keeps its name.
  package mutating func person(_ node: JSONNode, path: String) -> FieldValue? {
    if let text = node.string { return FieldReader.person(text) }
    if let members = node.members, let identifier = node["id"]?.string,
      members.allSatisfy({ $0.name == "id" || ($0.name == "issuer" && $0.node.string != nil) })
    {
      return .account(Account(issuer: node["issuer"]?.string ?? "", identifier: identifier))
    }
    report(path, .wrongType, "must name a person by a text or by {\"issuer\": …, \"id\": …}")
    return nil
  }

  /// A person or program named by a bare text.
  package static func person(_ text: String) -> FieldValue {
    text.hasPrefix(EventJSON.systemPrefix) ? .text(text) : .account(Account(identifier: text))
  }

  /// A value of a personal field, in the clear or as what stands for it in a log.
  private mutating func personal(_ node: JSONNode, path: String) -> FieldValue? {
    if let text = node.string { return .text(text) }
    if let digits = node["commitment"]?.string, node.members?.count == 1,
      let bytes = FieldReader.bytes(hex: digits), bytes.count == 32
    {
      return .commitment(bytes)
    }
    report(path, .wrongType, "must be a text")
    return nil
  }

  private static func bytes(hex text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count % 2 == 0 else { return nil }
    var result: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      result.append(UInt8(high << 4 | low))
    }
    return result
  }
}
