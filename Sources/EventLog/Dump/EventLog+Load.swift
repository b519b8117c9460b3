import Evidence
package import Foundation
import LMDB
import LedgerModel
import Vault

extension EventLog {
  /// Makes a new ledger from a dump: the same positions, recorded times and root. It gets its name
  /// in one step when everything in it is durable.
  ///
  /// - Parameters:
  ///   - name: what messages call the dump.
  ///   - path: a folder that does not exist or is empty.
  ///   - progress: called with events loaded and in total; false cancels, and nothing is left.
  ///   - read: hands out the next bytes; none at the end.
  /// - Throws: `.dump` with line and field for a file that is no dump, was changed or cut off.
  package static func load(
    named name: String, to path: String, progress: @escaping ProgressHandler = { _, _ in true },
    from read: @escaping () throws -> Data?
  ) throws(LedgerError) -> DumpReport {
    try asLedgerError {
      let folder = LedgerFolder(path: path)
      let draft = try folder.prepareDraft()
      do {
        var load = try DumpLoad(DumpInput(name: name, read: read), into: draft)
        let report = try load.run(progress)
        try folder.adopt(draft)
        return report
      } catch {
        // What was loaded so far is of no use: a load begins at the first line again.
        do { try FileManager.default.removeItem(atPath: draft.path) } catch {}
        throw error
      }
    }
  }
}

/// Cuts the bytes of a dump into lines.
struct DumpInput {
  let name: String
  let read: () throws -> Data?
  private var pending: [UInt8] = []
  private var start = 0
  /// Up to where no line break was found.
  private var searched = 0
  private var isAtEnd = false
  /// Number of the line handed out last, from 1.
  private(set) var lineNumber: UInt64 = 0

  init(name: String, read: @escaping () throws -> Data?) {
    self.name = name
    self.read = read
  }

  /// The next line; none at the end of the file.
  mutating func next() throws -> DumpLineReader? {
    while true {
      if let end = pending[max(start, searched)...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return try line(start..<end)
      }
      guard !isAtEnd else {
        guard start < pending.count else { return nil }
        defer { start = pending.count }
        return try line(start..<pending.count)
      }
      guard pending.count - start <= DumpLine.byteCountMax else {
        throw DumpProblem.line(lineNumber + 1, field: "text", reason: "is too long", file: name)
      }
      pending.removeFirst(start)
      start = 0
      searched = pending.count
      if let block = try read(), !block.isEmpty {
        pending.append(contentsOf: block)
      } else {
        isAtEnd = true
      }
    }
  }

  private mutating func line(_ range: Range<Int>) throws -> DumpLineReader {
    lineNumber += 1
    return try DumpLineReader(
      pending.span.extracting(range), number: lineNumber, file: name)
  }
}

/// One load under way.
private struct DumpLoad {
  private var input: DumpInput
  private let draft: LedgerFolder
  private let hasPersonKeys: Bool
  private var replica: LogReplica
  private var vault: VaultLoader?
  private var batch: [[UInt8]] = []
  private var last = Instant(microseconds: 0)

  init(_ input: DumpInput, into draft: LedgerFolder) throws {
    var input = input
    self.draft = draft
    guard let first = try input.next() else {
      throw DumpProblem.cutOff(afterLine: 0, file: input.name)
    }
    let format = Int64(clamping: try first.number("kiem_dump"))
    guard format <= DumpLine.format else {
      throw DumpProblem.newerFormat(format, file: input.name)
    }
    let head = try Self.head(first, path: draft.path)
    hasPersonKeys = first.isTrue("person_keys")
    replica = try LogReplica(LogStore(folder: draft, isReadOnly: false), of: head)
    if hasPersonKeys { vault = try VaultLoader(at: draft.vault) }
    self.input = input
  }

  /// The head of the first line, which must agree with what stands beside it for people.
  private static func head(_ first: DumpLineReader, path: String) throws -> LogHead {
    let stored = try first.bytes("head")
    let position = try first.number("position")
    let root = try first.text("root")
    let head: LogHead
    do {
      head = try LogHead(stored.span, path: path)
    } catch {
      throw first.problem("head", "cannot be read: \(error)")
    }
    guard position == head.size, root == head.root.hex else {
      throw first.problem("head", "does not have the position and root beside it")
    }
    return head
  }

  mutating func run(_ progress: ProgressHandler) throws -> DumpReport {
    while let line = try input.next() {
      if line.has("record") {
        try take(line)
        if batch.count >= LogCopier.batchCount {
          try store()
          guard progress(replica.head.size, replica.origin.size) else {
            throw LedgerError.cancelled
          }
        }
      } else if line.has("vault") {
        try takeVault(line)
      } else if line.isTrue("end") {
        return try finish(line, progress)
      } else {
        throw line.problem("text", "is no line of a dump")
      }
    }
    throw DumpProblem.cutOff(afterLine: input.lineNumber, file: input.name)
  }

  private mutating func take(_ line: DumpLineReader) throws {
    let expected = replica.head.size + UInt64(batch.count) + 1
    let position = try line.number("position")
    guard position == expected else { throw line.problem("position", "must be \(expected)") }
    guard expected <= replica.origin.size else {
      throw line.problem("position", "lies behind the last one, \(replica.origin.size)")
    }
    let record = try line.bytes("record")
    guard record.count <= EventCodec.maximumByteCount else {
      throw line.problem("record", "is longer than \(EventCodec.maximumByteCount) bytes")
    }
    let recorded = try Self.recorded(of: record, line)
    guard recorded >= last else {
      throw line.problem("record", "was recorded before the one above")
    }
    last = recorded
    batch.append(record)
  }

  private static func recorded(of record: [UInt8], _ line: DumpLineReader) throws -> Instant {
    do {
      switch try EventCodec.read(record.span) {
      case .event(let instant, _): return instant
      case .unknown(let unknown): return unknown.recorded
      }
    } catch {
      throw line.problem("record", "is no event: \(error)")
    }
  }

  private mutating func takeVault(_ line: DumpLineReader) throws {
    let name = try line.text("vault")
    guard let table = VaultRow.Table(rawValue: name) else {
      throw line.problem("vault", "names no table that is known here")
    }
    guard hasPersonKeys else { throw line.problem("vault", "stands in a dump without person keys") }
    let (key, value) = (try line.bytes("key"), try line.bytes("value"))
    do {
      try vault?.add(VaultRow(table, key: key, value: value))
    } catch is VaultError {
      throw line.problem("key", "or value is none of that table")
    }
  }

  private mutating func store() throws {
    try replica.append(batch)
    batch.removeAll(keepingCapacity: true)
  }

  private mutating func finish(
    _ line: DumpLineReader, _ progress: ProgressHandler
  ) throws -> DumpReport {
    try store()
    let head = replica.origin
    let (position, root) = (try line.number("position"), try line.text("root"))
    guard position == head.size, replica.head.size == head.size else {
      throw line.problem("position", "must be \(head.size), the number of records")
    }
    guard replica.head.root == head.root, root == head.root.hex else {
      throw DumpProblem.rootDiffers(file: input.name)
    }
    if try input.next() != nil { throw line.problem("end", "must be the last line") }
    try replica.finish()
    if vault == nil { _ = try Vault(at: draft.vault, randomness: SystemRandomness()) }
    try vault?.finish()
    _ = progress(head.size, head.size)
    return DumpReport(
      position: head.lastPosition, root: head.root.hex, hasPersonKeys: hasPersonKeys)
  }
}
