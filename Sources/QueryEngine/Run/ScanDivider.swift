import Columns

/// Some rows of a block.
struct BlockPart {
  let block: Block
  let rows: Range<Int>

  init(_ block: Block, _ rows: Range<Int>) {
    self.block = block
    self.rows = rows
  }

  init(_ block: Block) { self.init(block, 0..<block.rowCount) }

  var visibleCount: Int { block.mask.visibleCount(in: rows) }
}

/// Stands between a scan and the stages behind it: keeps its blocks and hands them on in shares for
/// several threads, once there are enough of them.
final class ScanDivider {
  /// A row of plain values weighs as much as that many of typed columns.
  private static let weightOfValues = 16

  private let threads: ExecutionThreads
  /// What becomes of the shares, which lie one behind the other; says whether further rows are worth
  /// being divided.
  private let work: ([[BlockPart]]) throws -> Bool
  private var pays = true
  private var pending: [BlockPart] = []
  private var rowCount = 0
  private var weight = 0
  private var didWork = false

  init(_ threads: ExecutionThreads, _ work: @escaping ([[BlockPart]]) throws -> Bool) {
    self.threads = threads
    self.work = work
  }

  func take(_ block: Block) throws {
    let part = BlockPart(block)
    let count = part.visibleCount
    guard count > 0 else { return }
    pending.append(part)
    rowCount += count
    weight += block.rowCount * (block.hasValues ? ScanDivider.weightOfValues : 1)
    // The first share shows how many groups there are.
    let limit = didWork ? threads.heldRowCountMax : threads.firstRowCountMax
    if weight >= limit { try handOn() }
  }

  /// To be called behind the last block. Returns them all when they were too few to be divided.
  func finish() throws -> [BlockPart] {
    guard didWork || rowCount >= threads.dividedRowCountMin else { return pending }
    if !pending.isEmpty { try handOn() }
    return []
  }

  private func handOn() throws {
    let isEnough = pays && rowCount >= threads.dividedRowCountMin
    let shares = isEnough ? pending.divided(in: threads.countMax, rowCount: rowCount) : [pending]
    (pending, rowCount, weight, didWork) = ([], 0, 0, true)
    pays = try work(shares)
  }
}

extension Block {
  /// What is read late is stored, and typed.
  fileprivate var hasValues: Bool {
    columns.contains { if case .values = $0 { true } else { false } }
  }
}

extension [BlockPart] {
  /// Shares of about as many visible rows each, one behind the other; `rowCount` is how many there
  /// are in all. Large blocks are cut where a batch may end.
  fileprivate func divided(in count: Int, rowCount: Int) -> [[BlockPart]] {
    let step = Swift.max(1, Swift.min(ExecutionLimits.batchRowCountMax, rowCount / (4 * count)))
    var shares: [[BlockPart]] = [[]]
    var taken = 0
    for part in self {
      var start = part.rows.lowerBound
      for next in stride(from: start, to: part.rows.upperBound, by: step) {
        if shares.count < count, taken * count >= rowCount * shares.count {
          if next > start { shares[shares.count - 1].append(BlockPart(part.block, start..<next)) }
          shares.append([])
          start = next
        }
        let end = Swift.min(next + step, part.rows.upperBound)
        taken += part.block.mask.visibleCount(in: next..<end)
      }
      shares[shares.count - 1].append(BlockPart(part.block, start..<part.rows.upperBound))
    }
    return shares
  }
}
