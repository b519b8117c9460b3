/// Why a text is not JSON, and where.
package struct JSONError: Error, Sendable, Hashable {
  /// Byte offset in the text that was parsed.
  package let offset: Int
  package let reason: Reason

  package enum Reason: Sendable, Hashable {
    case unexpectedEnd
    /// What was expected at this place.
    case expected(String)
    case invalidUTF8
    case invalidNumber
    case invalidEscape
    /// Half of a surrogate pair.
    case loneSurrogate
    /// A control character that must be escaped.
    case controlCharacter
    case duplicateName(String)
    case tooDeep
    /// Something follows the value.
    case trailingText
  }
}

extension JSONError.Reason: CustomStringConvertible {
  /// One clause without a final stop.
  package var description: String {
    switch self {
    case .unexpectedEnd: "the text ends inside a JSON value"
    case .expected(let what): "expected \(what)"
    case .invalidUTF8: "the bytes are not valid UTF-8"
    case .invalidNumber: "this is not a JSON number"
    case .invalidEscape: "this is not a JSON escape"
    case .loneSurrogate: "half of a surrogate pair stands alone"
    case .controlCharacter: "a control character must be escaped"
    case .duplicateName(let name): "the name '\(name)' occurs twice in one object"
    case .tooDeep: "values are nested deeper than \(JSONParser.maximumDepth)"
    case .trailingText: "something follows the JSON value"
    }
  }
}
