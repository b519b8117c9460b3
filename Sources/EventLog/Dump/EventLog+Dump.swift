import Evidence
package import Foundation
import LMDB
package import LedgerModel
import Vault

/// What was written into a dump or read from one.
package struct DumpReport: Hashable, Sendable {
  package let position: Position
  /// Root over the records of the dump, hex.
  package let root: String
  package let hasPersonKeys: Bool
}

extension EventLog {
  /// Writes the ledger as text that any program can read; see `DumpLine`. The events are those that
  /// are there when it begins; others may append meanwhile.
  ///
  /// - Parameters:
  ///   - withPersonKeys: adds the whole vault: names can be read from the dump.
  ///   - progress: called with events written and in total; false cancels.
  ///   - write: takes the next bytes.
  /// - Throws: `.damaged` if the records do not give the ledger's root.
  package func dump(
    withPersonKeys: Bool = false, progress: ProgressHandler = { _, _ in true },
    to write: @escaping (Data) throws -> Void
  ) throws(LedgerError) -> DumpReport {
    try asLedgerError {
      let head = try store.readHead()
      var output = DumpOutput(write)
      try output.write(DumpLine.first(head, hasPersonKeys: withPersonKeys))
      var frontier = MerkleFrontier()
      while frontier.size < head.size {
        guard progress(frontier.size, head.size) else { throw LedgerError.cancelled }
        for record in try records(after: frontier.size, through: head.size) {
          frontier.append(MerkleHash(leaf: record.span))
          try output.write(DumpLine.event(Position(frontier.size), record))
        }
      }
      guard frontier.root == head.root else {
        throw LedgerError.damaged(path: folder.path, reason: "the events do not give the root")
      }
      if withPersonKeys { try dumpVault(&output) }
      try output.write(DumpLine.last(head.lastPosition, root: frontier.root.hex))
      try output.flush()
      _ = progress(head.size, head.size)
      return DumpReport(
        position: head.lastPosition, root: head.root.hex, hasPersonKeys: withPersonKeys)
    }
  }

  /// Events read while one reader is held.
  private static var dumpStepCount: UInt64 { 4_096 }

  private func records(after size: UInt64, through end: UInt64) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    let last = min(end, size + Self.dumpStepCount)
    try read { snapshot in
      try snapshot.scan(from: Position(size + 1), through: Position(last)) { _, record in
        records.append(record.copied)
        return true
      }
    }
    return records
  }

  private func dumpVault(_ output: inout DumpOutput) throws {
    let vault = try Vault(at: folder.vault, randomness: SystemRandomness())
    guard let lock = try vault.lockForErasure() else { throw LedgerError.busy(path: folder.path) }
    try withExtendedLifetime(lock) {
      try vault.forEachRow { try output.write(DumpLine.vault($0)) }
    }
  }
}

/// Gathers lines into larger pieces.
private struct DumpOutput {
  private let sink: (Data) throws -> Void
  private var pending = Data()

  private static let byteCount = 1 << 20

  init(_ sink: @escaping (Data) throws -> Void) { self.sink = sink }

  mutating func write(_ line: String) throws {
    pending.append(contentsOf: line.utf8)
    if pending.count >= Self.byteCount { try flush() }
  }

  mutating func flush() throws {
    guard !pending.isEmpty else { return }
    try sink(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
