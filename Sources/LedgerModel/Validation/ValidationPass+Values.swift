import Catalog
import Diagnostics
import Text

extension ValidationPass {
  /// The fields of a record, checked and in the order of their numbers.
  mutating func record(
    _ values: [NamedValue], _ specs: [FieldSpec], path: @autoclosure () -> String, depth: Int
  ) -> [NamedValue] {
    var found: [NamedValue?] = Array(repeating: nil, count: specs.count)
    for named in values {
      guard let index = specs.firstIndex(where: { $0.name == named.name }) else {
        reportUnknown(named.name, specs, path: path() + "." + named.name)
        continue
      }
      guard found[index] == nil else {
        report(path() + "." + named.name, .duplicateKey, "occurs twice")
        continue
      }
      if case .null = named.value { continue }
      let checked = value(
        named.value, specs[index], path: path() + "." + named.name, depth: depth)
      found[index] = NamedValue(specs[index].name, checked)
    }
    for index in specs.indices where found[index] == nil && specs[index].isRequired {
      let hint = specs[index].summary
      report(
        path() + "." + specs[index].name, .required, "must be given",
        remedy: hint.isEmpty ? nil : hint)
    }
    return inOrder(found, specs)
  }

  /// The values in the order of the catalogue's numbers, in which specifications nearly always
  /// stand already.
  private func inOrder(_ found: [NamedValue?], _ specs: [FieldSpec]) -> [NamedValue] {
    let isAscending = (1..<max(1, specs.count)).allSatisfy {
      specs[$0 - 1].number < specs[$0].number
    }
    if isAscending { return found.compactMap { $0 } }
    return zip(specs, found).sorted { $0.0.number < $1.0.number }.compactMap(\.1)
  }

  private mutating func reportUnknown(_ name: String, _ specs: [FieldSpec], path: String) {
    let names = specs.map(\.name)
    let guess = nearestName(to: name, among: names)
    report(
      path, .unknownField, "there is no such field",
      remedy: guess.map { "did you mean '\($0)'?" }
        ?? "fields here: \(names.sorted().joined(separator: ", "))")
  }

  private mutating func value(
    _ value: FieldValue, _ spec: FieldSpec, path: @autoclosure () -> String, depth: Int
  ) -> FieldValue {
    if spec.privacy != .open {
      switch value {
      case .commitment(let bytes) where bytes.count == 32: return value
      case .text(let text) where !text.isEmpty: return .text(nfc(text))
      case .text: report(path(), .required, "is empty", remedy: "leave it out")
      default: report(path(), .wrongType, "must be a text")
      }
      return value
    }
    let result = self.value(value, spec.type, path: path(), depth: depth)
    if EventRule.versionFields.contains(spec.name), let number = result.integer, number < 1 {
      report(
        path(), .version, "must be 1 or more", found: String(number),
        remedy: "count versions from 1")
    }
    return result
  }

  mutating func value(
    _ value: FieldValue, _ type: FieldType, path: @autoclosure () -> String, depth: Int
  ) -> FieldValue {
    guard depth <= EventCodec.maximumDepth else {
      report(path(), .tooDeep, "is nested deeper than \(EventCodec.maximumDepth) levels")
      return .null
    }
    switch (type, value) {
    case (.reference(.person), _): return person(value, path: path()) ?? .null
    case (.text, .text(let text)), (.reference, .text(let text)), (.declares, .text(let text)):
      return filled(text, path: path())
    case (.choice(let words), .text(let word)): return choice(word, words, path: path())
    case (.integer(let kind), .integer(let number)):
      if let kind, number < 0 {
        report(
          path(), .negativeCount, "counts \(kind.rawValue)s and cannot be negative",
          found: String(number))
      }
      return value
    case (.decimal, .integer(let number)): return .decimal(ExactDecimal(mantissa: number))
    case (.decimal, .decimal), (.bool, .bool), (.instant, .instant), (.date, .date),
      (.duration, .duration), (.position, .position):
      return value
    case (.list(let element), .list(let values)):
      return .list(
        values.indices.map {
          self.value(values[$0], element, path: "\(path())[\($0)]", depth: depth + 1)
        })
    case (.record(let specs), .record(let fields)):
      return .record(record(fields, specs, path: path(), depth: depth + 1))
    case (.map(let element), .record(let entries)):
      return map(entries, path: path()) { pass, value, path in
        pass.value(value, element, path: path, depth: depth + 1)
      }
    case (.any, _): return any(value, path: path(), depth: depth + 1)
    default:
      report(path(), .wrongType, "must be \(type.words)", found: value.shown)
      return value
    }
  }

  private mutating func filled(
    _ text: String, path: @autoclosure () -> String
  ) -> FieldValue {
    if text.isEmpty { report(path(), .required, "is empty", remedy: "leave the field out") }
    return .text(nfc(text))
  }

  private mutating func choice(
    _ word: String, _ words: [String], path: @autoclosure () -> String
  ) -> FieldValue {
    let word = nfc(word)
    guard !words.contains(word) else { return .text(word) }
    let guess = nearestName(to: word, among: words).map { "did you mean '\($0)'? " } ?? ""
    report(
      path(), .choice, "is none of the words allowed here", found: word,
      remedy: guess + "one of: \(words.joined(separator: ", "))")
    return .text(word)
  }

  /// A person: an account in a draft, a pseudonym once stored.
  mutating func person(
    _ value: FieldValue, path: @autoclosure () -> String
  ) -> FieldValue? {
    switch value {
    case .null: return nil
    case .text(let name): return filled(name, path: path())
    case .account(let account):
      let limit = EventValidator.maximumIdentifierByteCount
      if account.identifier.isEmpty {
        report(path(), .required, "names nobody")
      } else if account.identifier.utf8.count > limit || account.issuer.utf8.count > limit {
        report(path(), .length, "issuer and id must not be longer than \(limit) bytes")
      }
      return .account(
        Account(issuer: nfc(account.issuer), identifier: nfc(account.identifier)))
    default:
      report(path(), .wrongType, "must name a person by a text or by {issuer, id}")
      return value
    }
  }

  private mutating func map(
    _ entries: [NamedValue], path: String,
    _ check: (inout ValidationPass, FieldValue, String) -> FieldValue
  ) -> FieldValue {
    var result: [NamedValue] = []
    for entry in entries {
      let name = nfc(entry.name)
      result.append(NamedValue(name, check(&self, entry.value, path + "." + name)))
    }
    result.sort { CBORWriter.precedes($0.name, $1.name) }
    for (first, second) in zip(result, result.dropFirst()) where first.name == second.name {
      report(path + "." + first.name, .duplicateKey, "occurs twice")
    }
    return .record(result)
  }

  private mutating func any(_ value: FieldValue, path: @autoclosure () -> String, depth: Int)
    -> FieldValue
  {
    guard depth <= EventCodec.maximumDepth else {
      report(path(), .tooDeep, "is nested deeper than \(EventCodec.maximumDepth) levels")
      return .null
    }
    switch value {
    case .text(let text): return .text(nfc(text))
    case .list(let values):
      return .list(
        values.indices.map { any(values[$0], path: "\(path())[\($0)]", depth: depth + 1) })
    case .record(let entries):
      return map(entries, path: path()) { $0.any($1, path: $2, depth: depth + 1) }
    case .null, .integer, .decimal, .bool: return value
    default:
      report(path(), .wrongType, "must be a value that JSON can hold")
      return value
    }
  }
}

extension EventRule {
  /// Fields that count versions, wherever they stand.
  static let versionFields: Set<String> = ["version", "key_version"]
}

extension FieldType {
  /// What the type asks for, for the end of "must be …".
  package var words: String {
    switch self {
    case .text: "a text"
    case .integer(let kind): kind.map { "a whole number of \($0.rawValue)s" } ?? "a whole number"
    case .decimal: "a number"
    case .bool: "true or false"
    case .instant: "an instant such as 2021-08-05T09:00:00+07:00"
    case .date: "a date such as 2021-08-05"
    case .duration: "a length of time such as PT20M"
    case .position: "a position in the log"
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .reference(let kind), .declares(let kind): "the id of a \(kind.rawValue), as text"
    case .list(let element): "a list, each \(element.words)"
    case .record: "an object"
    case .map: "an object of named values"
    case .any: "a value"
    }
  }
}

extension FieldValue {
  /// The value for a message; nothing for what may be personal or is long.
  var shown: String? {
    switch self {
    case .null: "null"
    case .text(let text): text
    case .integer(let number): String(number)
    case .decimal(let number): number.description
    case .bool(let truth): truth ? "true" : "false"
    case .position(let position): String(position.number)
    case .list: "a list"
    case .record: "an object"
    case .instant, .date, .duration, .account, .commitment: nil
    }
  }
}
