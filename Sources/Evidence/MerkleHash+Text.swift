import Foundation

extension MerkleHash {
  /// Reads the 44 characters of checkpoints; nil for anything but the one way to write 32 bytes.
  package init?(base64 text: some StringProtocol) {
    guard let bytes = Base64.decode(text), bytes.count == Self.byteCount else { return nil }
    self.init(bytes.span)
  }

  /// Reads 64 hexadecimal digits of either case.
  package init?(hex text: some StringProtocol) {
    guard let bytes = Hexadecimal.decode(text), bytes.count == Self.byteCount else { return nil }
    self.init(bytes.span)
  }

  /// The 44 characters of checkpoints and proofs (RFC 4648 §4).
  package var base64: String { Base64.encode(bytes) }
}

/// The standard alphabet of RFC 4648 §4 with padding, as signed notes use it.
package enum Base64 {
  package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Refuses what does not encode back to the same characters, so that two texts never mean the
  /// same bytes.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    guard let data = Data(base64Encoded: String(text)) else { return nil }
    let bytes = Array(data)
    return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
  }
}

/// Bytes as pairs of hexadecimal digits.
package enum Hexadecimal {
  /// Lower-case digits.
  package static func encode(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text.utf8 {
      guard let digit = value(character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return high == nil ? bytes : nil
  }

  private static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
