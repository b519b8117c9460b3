/// Writes compact JSON in the order of the calls: the same calls give the same bytes.
///
/// Text stays readable: only quotes, backslashes and control characters are escaped.
package struct JSONWriter: Sendable {
  package private(set) var text = ""
  private var needsComma = false

  package init() {}

  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    separate()
    text += "{"
    needsComma = false
    members(&self)
    text += "}"
    needsComma = true
  }

  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    separate()
    text += "["
    needsComma = false
    elements(&self)
    text += "]"
    needsComma = true
  }

  /// The name of the value that the next call writes.
  package mutating func name(_ name: String) {
    separate()
    quote(name)
    text += ":"
    needsComma = false
  }

  package mutating func string(_ value: String) {
    separate()
    quote(value)
    needsComma = true
  }

  package mutating func integer(_ value: some BinaryInteger) { raw(String(value)) }

  package mutating func decimal(_ value: ExactDecimal) { raw(value.description) }

  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  package mutating func null() { raw("null") }

  /// A value that was read before, numbers digit by digit.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let truth): bool(truth)
    case .number(let digits): raw(digits)
    case .string(let text): string(text)
    case .array(let elements): array { for element in elements { $0.value(element.value) } }
    case .object(let members):
      object {
        for member in members {
          $0.name(member.name)
          $0.value(member.node.value)
        }
      }
    }
  }

  /// Text that is one JSON value already.
  package mutating func raw(_ value: String) {
    separate()
    text += value
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { text += "," }
    needsComma = false
  }

  private mutating func quote(_ value: String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
