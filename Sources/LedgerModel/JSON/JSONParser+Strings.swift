extension JSONParser {
  /// A text in quotes; the opening quote is next.
  mutating func string() throws(JSONError) -> String {
    offset &+= 1
    let start = offset
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        offset &+= 1
        return try text(start..<(offset &- 1))
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw error(.controlCharacter)
      default: offset &+= 1
      }
    }
    throw error(.unexpectedEnd)
  }

  /// The rest of a text that has an escape at the current place.
  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var result = try text(start..<offset)
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        offset &+= 1
        return result
      case UInt8(ascii: "\\"):
        offset &+= 1
        result.unicodeScalars.append(try escape())
      case 0..<0x20: throw error(.controlCharacter)
      default:
        let plain = offset
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\")
        {
          offset &+= 1
        }
        result += try text(plain..<offset)
      }
    }
    throw error(.unexpectedEnd)
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw error(.unexpectedEnd) }
    offset &+= 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error(.invalidEscape, at: offset &- 2)
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let start = offset &- 2
    let first = try hexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw error(.loneSurrogate, at: start)
    }
    let second = try hexDigits()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func hexDigits() throws(JSONError) -> UInt32 {
    let start = offset
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw error(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error(.invalidEscape, at: start &- 2)
      }
      value = value << 4 | UInt32(digit)
      offset &+= 1
    }
    return value
  }
}
