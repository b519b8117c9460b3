/// The bytes of one page, read with every offset checked. Numbers are little-endian.
///
/// Layout of LMDB 0.9 (`mdb.c`, data version 1, 64 bits): 16 bytes of header, then two bytes for
/// each entry that say where it lies in the page.
struct PageView {
  let bytes: [UInt8]

  static let headerByteCount = 16
  static let entryHeaderByteCount = 8

  struct Flags: OptionSet {
    let rawValue: UInt16
    static let branch = Flags(rawValue: 0x01)
    static let leaf = Flags(rawValue: 0x02)
    static let overflow = Flags(rawValue: 0x04)
  }

  /// One entry of a branch or leaf.
  struct Node {
    let key: Range<Int>
    /// The value of a leaf entry inside the page; empty in a branch.
    let value: Range<Int>
    let valueByteCount: Int
    /// The child of a branch, the first page of a large value.
    let page: UInt64?
    /// Whether the value is the root of another tree.
    let isTree: Bool
  }

  func number(_ offset: Int, _ width: Int) -> UInt64? {
    guard offset >= 0, width > 0, bytes.count - offset >= width else { return nil }
    return (0..<width).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
  }

  var pageNumber: UInt64? { number(0, 8) }

  var flags: Flags { Flags(rawValue: UInt16(truncatingIfNeeded: number(10, 2) ?? 0)) }

  /// Pages that a large value takes, this one included.
  var overflowPageCount: UInt64 { number(12, 4) ?? 0 }

  /// Number of entries; nil if the header contradicts itself.
  var entryCount: Int? {
    guard let lower = number(12, 2), let upper = number(14, 2),
      lower >= Self.headerByteCount, lower <= upper, upper <= bytes.count
    else { return nil }
    return (Int(lower) - Self.headerByteCount) / 2
  }

  /// The entry at `index`; nil if any part of it lies outside the page.
  func node(_ index: Int) -> Node? {
    guard let offset = number(Self.headerByteCount + 2 * index, 2).map({ Int($0) }),
      offset >= Self.headerByteCount, let low = number(offset, 4),
      let flags = number(offset + 4, 2),
      let keyByteCount = number(offset + 6, 2).map({ Int($0) })
    else { return nil }
    let start = offset + Self.entryHeaderByteCount
    guard start + keyByteCount <= bytes.count else { return nil }
    let key = start..<(start + keyByteCount)
    if self.flags.contains(.branch) {
      return Node(
        key: key, value: key.upperBound..<key.upperBound, valueByteCount: 0,
        page: low | flags << 32, isTree: false)
    }
    let isLarge = flags & 0x01 != 0
    let inside = isLarge ? 8 : Int(low)
    guard key.upperBound + inside <= bytes.count else { return nil }
    let value = key.upperBound..<(key.upperBound + inside)
    return Node(
      key: key, value: value, valueByteCount: Int(low),
      page: isLarge ? number(value.lowerBound, 8) : nil, isTree: flags & 0x02 != 0)
  }

  /// Whether the key at one range sorts before the key at another, bytewise, a prefix first.
  func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    bytes[left].lexicographicallyPrecedes(bytes[right])
  }
}

/// The root of one tree, as stored in a meta page or as the value of a named table.
struct TreeRoot {
  let depth: Int
  let entryCount: UInt64
  let page: UInt64

  /// The page number of a tree without pages.
  static let none = UInt64.max
  static let byteCount = 48

  init?(_ view: PageView, at offset: Int) {
    guard let depth = view.number(offset + 6, 2), let entries = view.number(offset + 32, 8),
      let page = view.number(offset + 40, 8)
    else { return nil }
    self.depth = Int(depth)
    entryCount = entries
    self.page = page
  }
}
