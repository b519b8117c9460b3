import LMDB

/// Where a person's key lies, as the table `persons` has it: eight bytes, big-endian.
enum KeyPlace: Hashable, Sendable {
  /// A slot of the key file.
  case slot(UInt64)
  /// The ledger was restored without this key; a new one is drawn when it is needed.
  case lost
  /// The key was destroyed on request; there never is another for this pseudonym.
  case erased

  private static let erasedNumber = UInt64.max
  private static let lostNumber = UInt64.max - 1

  /// Reads a stored value; nil unless it has eight bytes.
  init?(_ stored: Span<UInt8>?) {
    guard let number = NumberKey(stored)?.number else { return nil }
    switch number {
    case Self.erasedNumber: self = .erased
    case Self.lostNumber: self = .lost
    default: self = .slot(number)
    }
  }

  /// The stored form.
  var number: NumberKey {
    switch self {
    case .slot(let slot): NumberKey(slot)
    case .lost: NumberKey(Self.lostNumber)
    case .erased: NumberKey(Self.erasedNumber)
    }
  }
}
