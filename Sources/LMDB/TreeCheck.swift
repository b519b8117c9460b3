import CLMDB
import Glibc

/// Walks every tree of a data file without the library, checking each page before it is followed.
///
/// The library trusts its pages: following a damaged one may end the process. So a file that may be
/// damaged is walked here first, with reads instead of the memory map.
struct TreeCheck {
  let descriptor: Int32
  let pageByteCount: Int
  let lastPage: UInt64
  private(set) var problems: [TreeProblem] = []
  /// One bit for each page met, so that the walk ends whatever the pages say.
  private var seen: [UInt64]
  /// Bytes of each value that has pages of its own, by its first page.
  private(set) var largeValueByteCounts: [UInt64: Int] = [:]
  private var order: KeyOrder = .bytes

  static let problemCountMax = 100
  private static let depthMax = 32

  /// How the keys of a tree are compared: the free list is keyed by native numbers.
  private enum KeyOrder { case bytes, number }

  init(descriptor: Int32, pageByteCount: Int, lastPage: UInt64) {
    self.descriptor = descriptor
    self.pageByteCount = pageByteCount
    self.lastPage = lastPage
    seen = [UInt64](repeating: 0, count: Int(lastPage / 64) + 1)
  }

  /// Walks the trees of the meta page of `transaction`.
  mutating func run(transaction: UInt64) {
    guard let meta = meta(of: transaction) else {
      report(0, "no meta page belongs to commit \(transaction)")
      return
    }
    // Behind the page header: magic, version, address, map size, then the two root trees.
    let trees = PageView.headerByteCount + 24
    guard let free = TreeRoot(meta, at: trees),
      let main = TreeRoot(meta, at: trees + TreeRoot.byteCount)
    else {
      report(0, "the meta page is cut off")
      return
    }
    order = .number
    walk(free)
    order = .bytes
    walk(main)
  }

  private func meta(of transaction: UInt64) -> PageView? {
    for page: UInt64 in [0, 1] {
      guard let view = read(page) else { continue }
      if view.number(PageView.headerByteCount + 128, 8) == transaction { return view }
    }
    return nil
  }

  private mutating func walk(_ root: TreeRoot) {
    guard root.page != TreeRoot.none else { return }
    guard root.depth > 0, root.depth <= Self.depthMax else {
      report(root.page, "the depth of a tree is \(root.depth)")
      return
    }
    let count = walk(page: root.page, depth: root.depth)
    if let count, count != root.entryCount {
      report(root.page, "a tree counts \(root.entryCount) entries and holds \(count)")
    }
  }

  /// Entries below a page; nil if part of it could not be followed.
  private mutating func walk(page number: UInt64, depth: Int) -> UInt64? {
    guard let view = checked(number) else { return nil }
    guard let count = view.entryCount else {
      report(number, "the page contradicts itself")
      return nil
    }
    guard view.flags.contains(depth == 1 ? .leaf : .branch) else {
      report(number, "the page is not of the kind its place in the tree asks for")
      return nil
    }
    var total: UInt64? = 0
    var former: Range<Int>?
    for index in 0..<count {
      guard let node = view.node(index) else {
        report(number, "an entry lies outside the page")
        return nil
      }
      checkOrder(view, former, node.key, number, isFirstOfBranch: depth > 1 && index == 0)
      former = depth > 1 && index == 0 ? nil : node.key
      total = add(total, depth > 1 ? follow(node, depth) : leaf(node, view, number))
      if problems.count >= Self.problemCountMax { return nil }
    }
    return total
  }

  private func add(_ total: UInt64?, _ more: UInt64?) -> UInt64? {
    guard let total, let more else { return nil }
    return total &+ more
  }

  private mutating func follow(_ node: PageView.Node, _ depth: Int) -> UInt64? {
    node.page.flatMap { walk(page: $0, depth: depth - 1) }
  }

  private mutating func leaf(
    _ node: PageView.Node, _ view: PageView, _ number: UInt64
  ) -> UInt64? {
    if let page = node.page {
      checkLarge(page, byteCount: node.valueByteCount)
    } else if node.isTree {
      guard let root = TreeRoot(view, at: node.value.lowerBound),
        node.value.count == TreeRoot.byteCount
      else {
        report(number, "the root of a table is cut off")
        return nil
      }
      walk(root)
    }
    return 1
  }

  private mutating func checkOrder(
    _ view: PageView, _ former: Range<Int>?, _ key: Range<Int>, _ number: UInt64,
    isFirstOfBranch: Bool
  ) {
    // The first key of a branch stands for everything smaller and is not compared.
    guard let former, !isFirstOfBranch, order == .bytes else { return }
    if !view.precedes(former, key) { report(number, "keys are out of order") }
  }

  private mutating func checkLarge(_ first: UInt64, byteCount: Int) {
    guard let view = checked(first) else { return }
    let needed = UInt64((byteCount + PageView.headerByteCount + pageByteCount - 1) / pageByteCount)
    let pages = view.overflowPageCount
    guard view.flags.contains(.overflow), pages >= needed, pages <= lastPage,
      first <= lastPage - pages + 1
    else {
      report(first, "a large value does not lie where it should")
      return
    }
    largeValueByteCounts[first] = byteCount
    for page in (first + 1)..<(first + pages) where !meet(page) {
      report(page, "the page belongs to two places")
    }
  }

  /// Whether the walk met a page; what it did not meet belongs to nothing.
  func isInUse(_ page: UInt64) -> Bool {
    page < 2 || page <= lastPage && seen[Int(page / 64)] & (1 << (page % 64)) != 0
  }

  /// A page that may be followed: inside the file, numbered as expected, met once.
  private mutating func checked(_ number: UInt64) -> PageView? {
    guard number > 1, number <= lastPage else {
      report(number, "the page lies outside the file")
      return nil
    }
    guard meet(number) else {
      report(number, "the page belongs to two places")
      return nil
    }
    guard let view = read(number) else {
      report(number, "the page cannot be read")
      return nil
    }
    guard view.pageNumber == number else {
      report(number, "the page carries another number")
      return nil
    }
    return view
  }

  /// Notes a page; false if it was met before.
  private mutating func meet(_ page: UInt64) -> Bool {
    let (word, bit) = (Int(page / 64), UInt64(1) << (page % 64))
    defer { seen[word] |= bit }
    return seen[word] & bit == 0
  }

  private func read(_ number: UInt64) -> PageView? {
    var bytes = [UInt8](repeating: 0, count: pageByteCount)
    let offset = off_t(clamping: number &* UInt64(pageByteCount))
    // SAFETY: the buffer has exactly the number of bytes asked for and outlives the call.
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, pageByteCount, offset)
    }
    return count == pageByteCount ? PageView(bytes: bytes) : nil
  }

  private mutating func report(_ page: UInt64, _ message: String) {
    guard problems.count < Self.problemCountMax else { return }
    problems.append(TreeProblem(page: page, message: message))
  }
}

extension Environment {
  /// Checks that every page of the last commit can be followed safely: numbers, kinds, bounds, key
  /// order and counts. O(file size); holds a reader meanwhile, so the pages stay as they are.
  ///
  /// - Returns: what is broken, at most a hundred places; empty when all is well.
  package func checkTrees() throws -> [TreeProblem] {
    let handle = try unsafe enter()
    defer { leave() }
    var begun: OpaquePointer?
    try check(unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &begun), .beginRead, path)
    defer { unsafe mdb_txn_abort(begun) }
    var descriptor: mdb_filehandle_t = -1
    try check(unsafe mdb_env_get_fd(handle, &descriptor), .statistics, path)
    let statistics = try unsafe Self.statistics(of: handle, path: path)
    let lastPage = statistics.usedByteCount / statistics.pageByteCount - 1
    var walk = TreeCheck(
      descriptor: descriptor, pageByteCount: statistics.pageByteCount,
      lastPage: UInt64(lastPage))
    walk.run(transaction: UInt64(unsafe mdb_txn_id(begun)))
    return walk.problems
  }
}
