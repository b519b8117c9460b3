package import Diagnostics

/// One JSON value and the bytes it stands in.
package struct JSONNode: Sendable, Hashable {
  package let value: JSONValue
  /// Byte offsets in the text that was parsed.
  package let span: SourceSpan

  package init(_ value: JSONValue, at span: SourceSpan) {
    self.value = value
    self.span = span
  }
}

/// A JSON value that loses nothing: numbers keep their digits, members their order.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// As written; valid by the grammar of RFC 8259.
  case number(String)
  case string(String)
  case array([JSONNode])
  /// Names are unique, also under canonical equivalence.
  case object([JSONMember])
}

/// One name with its value.
package struct JSONMember: Sendable, Hashable {
  package let name: String
  package let node: JSONNode

  package init(name: String, node: JSONNode) {
    self.name = name
    self.node = node
  }
}

extension JSONNode {
  package var members: [JSONMember]? {
    if case .object(let members) = value { members } else { nil }
  }
  package var elements: [JSONNode]? {
    if case .array(let elements) = value { elements } else { nil }
  }
  package var string: String? { if case .string(let text) = value { text } else { nil } }
  package var bool: Bool? { if case .bool(let truth) = value { truth } else { nil } }
  package var isNull: Bool { value == .null }

  /// The number as an exact decimal; none for other values and when it does not fit.
  package var decimal: ExactDecimal? {
    if case .number(let text) = value { ExactDecimal(jsonNumber: text) } else { nil }
  }

  /// The value of a member; none when this is no object or has no such member. O(members).
  package subscript(name: String) -> JSONNode? {
    members?.first { $0.name == name }?.node
  }

  /// What kind of value it is, for messages.
  package var kind: String {
    switch value {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension ExactDecimal {
  /// The exact value of a JSON number, exponents included; none when it needs more than 18 digits.
  package init?(jsonNumber text: String) {
    let parts = text.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "e" || $0 == "E" })
    guard let digits = parts.first, let written = ExactDecimal(digits) else { return nil }
    guard parts.count == 2 else {
      self = written
      return
    }
    guard let exponent = Int(parts[1]), (-40...40).contains(exponent) else { return nil }
    var mantissa = written.mantissa
    var scale = Int(written.scale) - exponent
    while scale < 0 {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      mantissa = product
      scale += 1
    }
    guard scale <= 18 else { return nil }
    self.init(mantissa: mantissa, scale: UInt8(scale))
  }

  /// The value as a whole number; none when it has a fraction other than zeros.
  package var whole: Int64? {
    var power: Int64 = 1
    for _ in 0..<scale { power *= 10 }
    return mantissa % power == 0 ? mantissa / power : nil
  }
}
