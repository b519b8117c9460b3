import Foundation
import LMDB

/// What a copy of a vault holds.
package struct VaultCopyReport: Hashable, Sendable {
  /// Persons with a pseudonym, erased ones among them.
  package fileprivate(set) var personCount: UInt64 = 0
  /// Personal values as ciphertext; none without person keys.
  package fileprivate(set) var valueCount: UInt64 = 0
  package let hasPersonKeys: Bool
}

extension Vault {
  /// Copies the vault into the new folder `target`, readable by its owner alone, while others use
  /// it: a batch at a time, so that no reader is held for long.
  ///
  /// Always copied are the ledger's key, the account index and the pseudonyms: whoever is recorded
  /// after a restore keeps the pseudonym and hashed fields stay recognisable. Person keys and the
  /// ciphertext under them are copied only if asked for. Whoever calls this holds the lock for
  /// erasures, so that nobody is erased behind the copy's back.
  package func copy(
    to target: String, withPersonKeys: Bool, isCancelled: () -> Bool
  ) throws -> VaultCopyReport {
    try FileManager.default.createDirectory(
      atPath: target, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    var copy = try VaultCopy(of: self, to: target, withPersonKeys: withPersonKeys)
    try copy.run(isCancelled)
    try synchroniseFolder(at: target)
    return copy.report
  }

  /// Copies a copy that nobody writes to into the existing, empty folder `target`, file by file, so
  /// that it may lie on a medium that can only be read.
  package static func restoreCopy(at path: String, to target: String) throws {
    for name in ["data.mdb", LedgerKeys.fileName, KeySlotFile.fileName]
    where FileManager.default.fileExists(atPath: path + "/" + name) {
      try SecretFile.copy(path + "/" + name, to: target + "/" + name)
    }
    try synchroniseFolder(at: target)
  }

  /// Removes a copy; files with keys are overwritten first.
  package static func destroyCopy(at path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    for name in [KeySlotFile.fileName, LedgerKeys.fileName] {
      let file = path + "/" + name
      if FileManager.default.fileExists(atPath: file) { try SecretFile.destroy(file) }
    }
    try FileManager.default.removeItem(atPath: path)
  }
}

/// One copy under way.
private struct VaultCopy {
  let source: Vault
  let target: String
  let environment: Environment
  let tables: Vault.Tables
  var report: VaultCopyReport

  init(of source: Vault, to target: String, withPersonKeys: Bool) throws {
    self.source = source
    self.target = target
    environment = try Environment.open(at: target, options: EnvironmentOptions(fileMode: 0o600))
    tables = try Vault.Tables(environment)
    report = VaultCopyReport(hasPersonKeys: withPersonKeys)
  }

  mutating func run(_ isCancelled: () -> Bool) throws {
    try copySecret(LedgerKeys.fileName)
    _ = try copy(source.tables.accounts, to: tables.accounts, isCancelled)
    report.personCount = try copy(source.tables.persons, to: tables.persons, isCancelled) {
      guard !report.hasPersonKeys, case .slot? = KeyPlace($0.span) else { return $0 }
      let lost = KeyPlace.lost.number
      return lost.span.bytes
    }
    if report.hasPersonKeys {
      report.valueCount = try copy(source.tables.values, to: tables.values, isCancelled)
      try copySecret(KeySlotFile.fileName)
    }
    // Last, because slots are counted up before the events that need them.
    _ = try copy(source.tables.state, to: tables.state, isCancelled)
    if !report.hasPersonKeys { try markKeysLost() }
  }

  /// Copies a table in the order of its keys and says how many entries it has.
  private func copy(
    _ from: Table, to table: Table, _ isCancelled: () -> Bool,
    _ change: ([UInt8]) -> [UInt8] = { $0 }
  ) throws -> UInt64 {
    var last: [UInt8] = []
    var count: UInt64 = 0
    while true {
      if isCancelled() { throw CancellationError() }
      guard let batch = try source.entries(of: from, after: last), let end = batch.last else {
        return count
      }
      try environment.write { transaction in
        for (key, value) in batch {
          try transaction.append(change(value).span, for: key.span, in: table)
        }
      }
      count += UInt64(batch.count)
      last = end.key
    }
  }

  /// Begins the slots anew, and says why accounts are found whose values are not kept.
  private func markKeysLost() throws {
    let (slots, lost) = (Vault.slotsKey, Vault.lostKeysKey)
    let (none, count) = (NumberKey(0), NumberKey(report.personCount))
    try environment.write { transaction in
      try transaction.put(none.span, for: slots.span, in: tables.state)
      try transaction.put(count.span, for: lost.span, in: tables.state)
    }
  }

  private func copySecret(_ name: String) throws {
    try SecretFile.copy(source.path + "/" + name, to: target + "/" + name)
  }
}

extension Span where Element == UInt8 {
  /// A copy that outlives the span.
  var bytes: [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(count)
    for index in indices { copy.append(self[index]) }
    return copy
  }
}
