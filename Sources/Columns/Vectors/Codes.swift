/// Dictionary codes of one block in the narrowest width that holds them; code 0 is none.
///
/// A kernel switches on the width once per block and then loops over one plain array.
@usableFromInline package enum Codes: Sendable, Hashable {
  case bytes([UInt8])
  case shorts([UInt16])
  case words([UInt32])

  /// Stores codes in the narrowest width. O(n).
  package init(_ codes: [UInt32]) {
    let largest = codes.max() ?? 0
    if largest <= UInt32(UInt8.max) {
      self = .bytes(codes.map { UInt8(truncatingIfNeeded: $0) })
    } else if largest <= UInt32(UInt16.max) {
      self = .shorts(codes.map { UInt16(truncatingIfNeeded: $0) })
    } else {
      self = .words(codes)
    }
  }

  @inlinable package var count: Int {
    switch self {
    case .bytes(let codes): codes.count
    case .shorts(let codes): codes.count
    case .words(let codes): codes.count
    }
  }

  /// The code of a row, widened. O(1).
  @inlinable package subscript(row: Int) -> Int {
    switch self {
    case .bytes(let codes): Int(codes[row])
    case .shorts(let codes): Int(codes[row])
    case .words(let codes): Int(codes[row])
    }
  }

  /// All codes in four bytes each. O(n) unless they are stored so.
  package var widened: [UInt32] {
    switch self {
    case .bytes(let codes): codes.map(UInt32.init)
    case .shorts(let codes): codes.map(UInt32.init)
    case .words(let codes): codes
    }
  }

  /// The codes of the rows named, in that order and the same width.
  package func gathered(_ rows: RowList) -> Codes {
    switch self {
    case .bytes(let codes): .bytes(codes.gathered(rows))
    case .shorts(let codes): .shorts(codes.gathered(rows))
    case .words(let codes): .words(codes.gathered(rows))
    }
  }
}
