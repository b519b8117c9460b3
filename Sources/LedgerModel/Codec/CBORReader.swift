/// Reads deterministic CBOR and nothing else: any other encoding of the same data is an error
/// with its offset. Never traps, whatever the bytes, and allocates no more than they hold.
package struct CBORReader: ~Escapable {
  let bytes: Span<UInt8>
  package private(set) var offset: Int

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  package var isAtEnd: Bool { offset >= bytes.count }

  var remaining: Int { bytes.count &- offset }

  func error(_ reason: CodecError.Reason, at place: Int? = nil) -> CodecError {
    CodecError(offset: place ?? offset, reason)
  }

  /// The kind of the next item without reading it.
  package func peekMajor() throws(CodecError) -> CBORMajor {
    guard offset < bytes.count, let major = CBORMajor(rawValue: bytes[offset] >> 5) else {
      throw error(.truncated)
    }
    return major
  }

  /// The next initial byte with its argument.
  package mutating func head() throws(CodecError) -> (major: CBORMajor, argument: UInt64) {
    let major = try peekMajor()
    let information = bytes[offset] & 0x1F
    if information < 24 {
      offset &+= 1
      return (major, UInt64(information))
    }
    guard information < 28 else { throw error(.notShortest) }
    let width = 1 << Int(information &- 24)
    guard remaining > width else { throw error(.truncated) }
    var argument: UInt64 = 0
    for index in (offset &+ 1)...(offset &+ width) {
      argument = argument << 8 | UInt64(bytes[index])
    }
    let smallest: UInt64 = width == 1 ? 24 : 1 << UInt64(width &* 4)
    guard argument >= smallest else { throw error(.notShortest) }
    offset &+= 1 &+ width
    return (major, argument)
  }

  /// The argument of the next head, which must be of that major type.
  mutating func head(_ wanted: CBORMajor, _ what: StaticString) throws(CodecError) -> UInt64 {
    let start = offset
    let (major, argument) = try head()
    guard major == wanted else { throw error(.expected("\(what)"), at: start) }
    return argument
  }

  /// The number of elements of an array or pairs of a map, never more than bytes are left.
  package mutating func count(_ wanted: CBORMajor, _ what: StaticString) throws(CodecError) -> Int {
    let start = offset
    let argument = try head(wanted, what)
    let smallest = wanted == .map ? 2 : 1
    guard argument <= UInt64(remaining / smallest) else { throw error(.truncated, at: start) }
    return Int(argument)
  }

  /// The range of the bytes of a byte string or text, which is skipped.
  mutating func content(
    _ wanted: CBORMajor, _ what: StaticString
  ) throws(CodecError) -> Range<Int> {
    let start = offset
    let argument = try head(wanted, what)
    guard argument <= UInt64(remaining) else { throw error(.truncated, at: start) }
    let range = offset..<(offset &+ Int(argument))
    offset = range.upperBound
    return range
  }
}

extension CBORReader {
  package mutating func text() throws(CodecError) -> String {
    let range = try content(.text, "a text")
    return try text(in: range)
  }

  /// Lends the bytes of the next text, which are valid UTF-8.
  package mutating func withText(_ body: (Span<UInt8>) -> Void) throws(CodecError) {
    let range = try content(.text, "a text")
    let text = bytes.extracting(range)
    do {
      body(try UTF8Span(validating: text).span)
    } catch {
      throw CodecError(offset: range.lowerBound, .invalidUTF8)
    }
  }

  func text(in range: Range<Int>) throws(CodecError) -> String {
    do {
      return String(copying: try UTF8Span(validating: bytes.extracting(range)))
    } catch {
      throw CodecError(offset: range.lowerBound, .invalidUTF8)
    }
  }

  package mutating func byteString() throws(CodecError) -> [UInt8] {
    let range = try content(.bytes, "a byte string")
    return copy(range)
  }

  func copy(_ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    for index in range { result.append(bytes[index]) }
    return result
  }

  package mutating func integer() throws(CodecError) -> Int64 {
    let start = offset
    let (major, argument) = try head()
    guard major == .unsigned || major == .negative else {
      throw error(.expected("a whole number"), at: start)
    }
    guard argument <= UInt64(Int64.max) else { throw error(.outOfRange, at: start) }
    let value = Int64(bitPattern: argument)
    return major == .negative ? ~value : value
  }

  package mutating func bool() throws(CodecError) -> Bool {
    let start = offset
    let argument = try head(.simple, "true or false")
    guard argument == 20 || argument == 21 else {
      throw error(.expected("true or false"), at: start)
    }
    return argument == 21
  }

  /// Tag 4: `[exponent, mantissa]`.
  package mutating func decimal() throws(CodecError) -> ExactDecimal {
    let start = offset
    guard try head(.tag, "a decimal (tag 4)") == 4 else {
      throw error(.expected("a decimal (tag 4)"), at: start)
    }
    return try decimalContent()
  }

  mutating func decimalContent() throws(CodecError) -> ExactDecimal {
    let start = offset
    guard try head(.array, "an exponent and a mantissa") == 2 else {
      throw error(.expected("an exponent and a mantissa"), at: start)
    }
    let exponent = try integer()
    guard (-18...0).contains(exponent) else { throw error(.outOfRange, at: start) }
    return ExactDecimal(mantissa: try integer(), scale: UInt8(-exponent))
  }

  /// Tag 100: days since 1970-01-01.
  package mutating func date() throws(CodecError) -> Day {
    let start = offset
    guard try head(.tag, "a date (tag 100)") == 100 else {
      throw error(.expected("a date (tag 100)"), at: start)
    }
    return try dateContent()
  }

  mutating func dateContent() throws(CodecError) -> Day {
    let start = offset
    guard let number = Int32(exactly: try integer()) else { throw error(.outOfRange, at: start) }
    return Day(number: number)
  }

  /// The unsigned integer that always takes nine bytes.
  mutating func fixedWidth() throws(CodecError) -> UInt64 {
    guard remaining >= 9 else { throw error(.truncated) }
    guard bytes[offset] == 0x1B else { throw error(.expected("an integer of eight bytes")) }
    var value: UInt64 = 0
    for index in (offset &+ 1)...(offset &+ 8) { value = value << 8 | UInt64(bytes[index]) }
    offset &+= 9
    return value
  }
}
