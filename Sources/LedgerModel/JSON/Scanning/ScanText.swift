import Text

/// What a one-pass reader is not sure about; the complete reader then decides, and words why.
struct Unsure: Error {}

/// Steps over JSON byte by byte. It follows the grammar of RFC 8259 where it goes on and gives up
/// where anything is out of the ordinary.
struct ScanText: ~Escapable {
  let bytes: Span<UInt8>
  private(set) var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { offset >= bytes.count }

  /// The next byte; 0, which stands nowhere in JSON, at the end.
  var next: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  mutating func skipSpaces() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset &+= 1
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset &+= 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(Unsure) {
    guard take(byte) else { throw Unsure() }
  }

  /// Behind an element: true when another one follows, false behind the closing bracket.
  mutating func goesOn(until closing: UInt8) throws(Unsure) -> Bool {
    skipSpaces()
    if take(closing) { return false }
    try expect(UInt8(ascii: ","))
    skipSpaces()
    return true
  }

  /// Behind an opening bracket: true when there is an element.
  mutating func begins(until closing: UInt8) -> Bool {
    skipSpaces()
    return !take(closing)
  }

  /// A member's name without escapes, with the colon behind it: where its bytes lie.
  mutating func name() throws(Unsure) -> Range<Int> {
    guard let range = try plainString() else { throw Unsure() }
    skipSpaces()
    try expect(UInt8(ascii: ":"))
    skipSpaces()
    return range
  }

  mutating func takeWord(_ word: String) throws(Unsure) {
    for letter in word.utf8 { try expect(letter) }
  }

  /// Takes `null` if it is next.
  mutating func takeNull() throws(Unsure) -> Bool {
    guard next == UInt8(ascii: "n") else { return false }
    try takeWord("null")
    return true
  }

  /// Where the bytes of a text lie; none, and nothing taken, when it has escapes.
  mutating func plainString() throws(Unsure) -> Range<Int>? {
    guard next == UInt8(ascii: "\"") else { throw Unsure() }
    let start = offset &+ 1
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        offset = place &+ 1
        return start..<place
      }
      if byte == UInt8(ascii: "\\") { return nil }
      guard byte >= 0x20 else { throw Unsure() }
      place &+= 1
    }
    throw Unsure()
  }

  /// A text in normal form C.
  mutating func text() throws(Unsure) -> String {
    guard let range = try plainString() else { return try escapedText() }
    return try text(range)
  }

  /// The bytes of a text without escapes, in normal form C.
  func text(_ range: Range<Int>) throws(Unsure) -> String {
    do {
      let valid = try UTF8Span(validating: bytes.extracting(range))
      let isASCII = valid.isKnownASCII
      let text = String(copying: valid)
      return isASCII ? text : nfc(text)
    } catch {
      throw Unsure()
    }
  }

  private mutating func escapedText() throws(Unsure) -> String {
    var parser = JSONParser(bytes)
    parser.offset = offset
    do {
      let text = try parser.string()
      offset = parser.offset
      return nfc(text)
    } catch {
      throw Unsure()
    }
  }

  /// A number without exponent and of at most 18 digits: its digits as one number and how many of
  /// them stand behind the point.
  mutating func number() throws(Unsure) -> (digits: Int64, scale: Int) {
    let isNegative = take(UInt8(ascii: "-"))
    let start = offset
    var value: Int64 = 0
    let whole = digits(&value)
    guard whole > 0, whole == 1 || bytes[start] != UInt8(ascii: "0") else { throw Unsure() }
    var scale = 0
    if take(UInt8(ascii: ".")) {
      scale = digits(&value)
      guard scale > 0 else { throw Unsure() }
    }
    guard whole &+ scale <= 18, next | 0x20 != UInt8(ascii: "e") else { throw Unsure() }
    return (isNegative ? -value : value, scale)
  }

  /// Reads digits behind what `value` holds; more than 18 of them wrap and are refused by the caller.
  private mutating func digits(_ value: inout Int64) -> Int {
    let start = offset
    while offset < bytes.count {
      let digit = bytes[offset] &- 48
      guard digit < 10 else { break }
      value = value &* 10 &+ Int64(digit)
      offset &+= 1
    }
    return offset &- start
  }
}
