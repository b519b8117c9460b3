/// The values of a JSON text: the elements of an array, or values one after another.
///
/// Only brackets and quotes are followed; whether a value is sound JSON is the parser's affair. What
/// stands between values must be right, though: behind a wrong comma nothing can be told apart.
struct JSONFramer: RowFramer {
  private enum State {
    case start
    /// Before the first element of an array.
    case arrayStart
    /// Behind an element of an array.
    case inArray
    /// Behind a value that stands alone.
    case behindValue
    case end
  }

  private var state = State.start

  mutating func next(_ input: inout ChunkedInput) throws(ImportError) -> RawRow? {
    try skipSpaces(&input)
    let first = try input.byte(0)
    switch state {
    case .start:
      guard let first else { throw .empty(file: input.name) }
      guard first == UInt8(ascii: "[") else { return try loneValue(&input) }
      _ = input.take(1)
      state = .arrayStart
      return try next(&input)
    case .arrayStart:
      if first == UInt8(ascii: "]") { return try end(&input) }
      return try element(&input)
    case .inArray:
      if first == UInt8(ascii: "]") { return try end(&input) }
      guard first == UInt8(ascii: ",") else { throw missingComma(input, atEnd: first == nil) }
      _ = input.take(1)
      try skipSpaces(&input)
      return try element(&input)
    case .behindValue:
      return first == nil ? nil : try loneValue(&input)
    case .end:
      guard first != nil else { return nil }
      throw .structure(
        file: input.name, line: input.line, reason: "something follows the end of the array")
    }
  }

  private func missingComma(_ input: ChunkedInput, atEnd: Bool) -> ImportError {
    atEnd
      ? .truncated(
        file: input.name, line: input.line, reason: "the file ends before the array is closed")
      : .structure(
        file: input.name, line: input.line, reason: "',' or ']' is missing between two values")
  }

  private mutating func end(_ input: inout ChunkedInput) throws(ImportError) -> RawRow? {
    _ = input.take(1)
    state = .end
    return try next(&input)
  }

  private mutating func loneValue(_ input: inout ChunkedInput) throws(ImportError) -> RawRow {
    state = .behindValue
    return try value(&input)
  }

  private mutating func element(_ input: inout ChunkedInput) throws(ImportError) -> RawRow {
    guard try input.byte(0) != nil else { throw missingComma(input, atEnd: true) }
    state = .inArray
    return try value(&input)
  }

  private func skipSpaces(_ input: inout ChunkedInput) throws(ImportError) {
    while let byte = try input.byte(0), byte == 0x20 || (0x09...0x0D).contains(byte) {
      _ = input.take(1)
    }
  }

  /// Everything up to the bracket that closes the value, or a bare word.
  private func value(_ input: inout ChunkedInput) throws(ImportError) -> RawRow {
    let line = input.line
    var scanner = ValueScanner()
    var isOversized = false
    var length = 0
    while !scanner.isDone {
      guard let byte = try input.byte(length) else { break }
      guard scanner.takes(byte) else { break }
      length += 1
      if length > RawRow.maximumByteCount {
        isOversized = true
        _ = input.take(length)
        length = 0
      }
    }
    let isCutOff = !scanner.isDone && !scanner.isWord
    let bytes = input.take(max(length, length == 0 && !isOversized ? 1 : length))
    if isOversized { return RawRow(line: line, bytes: [], flaw: .oversized) }
    return RawRow(line: line, bytes: bytes, flaw: isCutOff ? .cutOff : nil)
  }
}

/// Follows one JSON value byte by byte to its end.
private struct ValueScanner {
  private var depth = 0
  private var isInText = false
  private var isEscaped = false
  private(set) var isDone = false
  /// True for a number, a word, or whatever stands without brackets and quotes.
  private(set) var isWord = false

  /// Whether the byte belongs to the value.
  mutating func takes(_ byte: UInt8) -> Bool {
    if isInText {
      followText(byte)
      return true
    }
    switch byte {
    case UInt8(ascii: "\""): isInText = true
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if depth == 0 { return false }
      depth -= 1
      isDone = depth == 0
    case UInt8(ascii: ","), 0x20, 0x09...0x0D:
      if depth == 0 { return false }
    default:
      if depth == 0 { isWord = true }
    }
    return true
  }

  private mutating func followText(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInText = false
      isDone = depth == 0 && !isWord
    }
  }
}
