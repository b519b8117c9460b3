import Diagnostics

/// A strict reader of JSON (RFC 8259): exact numbers, every value with its place, no name twice,
/// no invalid UTF-8, bounded depth. Never traps.
package struct JSONParser: ~Escapable {
  package static let maximumDepth = 64

  let bytes: Span<UInt8>
  var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  /// The one value in those bytes, with spaces around it.
  package static func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONNode {
    var parser = JSONParser(bytes)
    parser.skipSpaces()
    let node = try parser.value(depth: 0)
    parser.skipSpaces()
    guard parser.offset == bytes.count else { throw parser.error(.trailingText) }
    return node
  }

  /// The one value in that text.
  package static func parse(_ text: String) throws(JSONError) -> JSONNode {
    let bytes = Array(text.utf8)
    return try parse(bytes.span)
  }

  func error(_ reason: JSONError.Reason, at place: Int? = nil) -> JSONError {
    JSONError(offset: place ?? offset, reason: reason)
  }

  /// The byte at the current place; none at the end.
  var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func skipSpaces() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset &+= 1
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset &+= 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSONNode {
    guard depth <= JSONParser.maximumDepth else { throw error(.tooDeep) }
    let start = offset
    guard let byte = next else { throw error(.unexpectedEnd) }
    let value: JSONValue
    switch byte {
    case UInt8(ascii: "{"): value = .object(try members(depth: depth))
    case UInt8(ascii: "["): value = .array(try elements(depth: depth))
    case UInt8(ascii: "\""): value = .string(try string())
    case UInt8(ascii: "t"): value = try word("true", .bool(true))
    case UInt8(ascii: "f"): value = try word("false", .bool(false))
    case UInt8(ascii: "n"): value = try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): value = .number(try number())
    default: throw error(.expected("a JSON value"))
    }
    return JSONNode(value, at: SourceSpan(start, offset))
  }

  private mutating func members(depth: Int) throws(JSONError) -> [JSONMember] {
    offset &+= 1
    skipSpaces()
    var result: [JSONMember] = []
    if take(UInt8(ascii: "}")) { return result }
    var names: Set<String> = []
    while true {
      let start = offset
      guard next == UInt8(ascii: "\"") else { throw missing("a name in quotes") }
      let name = try string()
      guard names.insert(name).inserted else { throw error(.duplicateName(name), at: start) }
      skipSpaces()
      guard take(UInt8(ascii: ":")) else { throw missing("':' behind the name") }
      skipSpaces()
      result.append(JSONMember(name: name, node: try value(depth: depth &+ 1)))
      skipSpaces()
      if take(UInt8(ascii: "}")) { return result }
      guard take(UInt8(ascii: ",")) else { throw missing("',' or '}'") }
      skipSpaces()
    }
  }

  private mutating func elements(depth: Int) throws(JSONError) -> [JSONNode] {
    offset &+= 1
    skipSpaces()
    var result: [JSONNode] = []
    if take(UInt8(ascii: "]")) { return result }
    while true {
      result.append(try value(depth: depth &+ 1))
      skipSpaces()
      if take(UInt8(ascii: "]")) { return result }
      guard take(UInt8(ascii: ",")) else { throw missing("',' or ']'") }
      skipSpaces()
    }
  }

  private func missing(_ what: String) -> JSONError {
    error(next == nil ? .unexpectedEnd : .expected(what))
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONError) -> JSONValue {
    for byte in "\(word)".utf8 where !take(byte) { throw missing("\(word)") }
    return value
  }

  private mutating func number() throws(JSONError) -> String {
    let start = offset
    _ = take(UInt8(ascii: "-"))
    let isZero = next == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !isZero || whole == 1 else { throw error(.invalidNumber, at: start) }
    if take(UInt8(ascii: ".")) {
      guard digits() > 0 else { throw error(.invalidNumber, at: start) }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw error(.invalidNumber, at: start) }
    }
    return try text(start..<offset)
  }

  private mutating func digits() -> Int {
    let start = offset
    while let byte = next, (48...57).contains(byte) { offset &+= 1 }
    return offset &- start
  }

  /// Those bytes as text.
  func text(_ range: Range<Int>) throws(JSONError) -> String {
    do {
      return String(copying: try UTF8Span(validating: bytes.extracting(range)))
    } catch {
      throw JSONError(offset: range.lowerBound, reason: .invalidUTF8)
    }
  }
}
