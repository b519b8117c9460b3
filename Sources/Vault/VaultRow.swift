import Foundation
import LMDB
import Synchronization

/// One entry of a vault on its way into a dump or out of one.
package struct VaultRow: Hashable, Sendable {
  package let table: Table
  package let key: [UInt8]
  package let value: [UInt8]

  package init(_ table: Table, key: [UInt8], value: [UInt8]) {
    self.table = table
    self.key = key
    self.value = value
  }

  /// What a row belongs to; the raw value is its word in dumps.
  package enum Table: String, Hashable, Sendable, CaseIterable {
    /// The 32 bytes of the ledger's own key; the row's key is empty.
    case ledgerKey = "ledger_key"
    case accounts, persons, values, state
    /// The 32 bytes of a slot; the row's key is its number, eight bytes big-endian.
    case personKeys = "person_keys"
  }
}

extension Vault {
  /// Hands out everything in the vault, keys among it, a batch at a time. Whoever calls this holds
  /// the lock for erasures.
  package func forEachRow(_ body: (VaultRow) throws -> Void) throws {
    guard let secret = FileManager.default.contents(atPath: path + "/" + LedgerKeys.fileName) else {
      throw VaultError.unreadableKeys(path: path)
    }
    try body(VaultRow(.ledgerKey, key: [], value: Array(secret)))
    for name in VaultRow.Table.allCases {
      guard let table = tables.table(name) else { continue }
      var last: [UInt8] = []
      while let batch = try entries(of: table, after: last), let end = batch.last {
        for (key, value) in batch { try body(VaultRow(name, key: key, value: value)) }
        last = end.key
      }
    }
    try forEachKey(body)
  }

  private func forEachKey(_ body: (VaultRow) throws -> Void) throws {
    let name = Self.slotsKey
    let count = try environment.read { transaction in
      NumberKey(try transaction.value(in: tables.state, for: name.span))?.number ?? 0
    }
    for slot in 0..<count {
      guard let key = try state.withLock({ try $0.slots.key(inSlot: slot) }) else { continue }
      let number = NumberKey(slot)
      try body(VaultRow(.personKeys, key: number.span.bytes, value: key))
    }
  }

  /// The next entries of a table behind a key, at most `copyBatchCount`; none at its end.
  func entries(
    of table: Table, after last: [UInt8]
  ) throws -> [(key: [UInt8], value: [UInt8])]? {
    try environment.read { transaction in
      var batch: [(key: [UInt8], value: [UInt8])] = []
      var cursor = try transaction.cursor(over: table)
      var goesOn = true
      if last.isEmpty {
        goesOn = try Self.take(cursor.first(), last, &batch)
      } else {
        goesOn = try Self.take(cursor.seek(atLeast: last.span), last, &batch)
      }
      while goesOn, batch.count < Self.copyBatchCount {
        goesOn = try Self.take(cursor.next(), last, &batch)
      }
      return batch.isEmpty ? nil : batch
    }
  }

  /// Entries that are read and stored at once.
  private static var copyBatchCount: Int { 16_384 }

  private static func take(
    _ entry: Entry?, _ last: [UInt8], _ batch: inout [(key: [UInt8], value: [UInt8])]
  ) -> Bool {
    guard let entry else { return false }
    if !entry.key.equals(last) { batch.append((entry.key.bytes, entry.value.bytes)) }
    return true
  }
}

extension Vault.Tables {
  func table(_ name: VaultRow.Table) -> Table? {
    switch name {
    case .accounts: accounts
    case .persons: persons
    case .values: values
    case .state: state
    case .ledgerKey, .personKeys: nil
    }
  }
}

/// Fills a new vault from rows, in batches.
package struct VaultLoader {
  private let path: String
  private let environment: Environment
  private let tables: Vault.Tables
  private var pending: [VaultRow] = []
  private var slots: KeySlotFile

  private static let batchCount = 16_384

  /// Begins a vault in the existing, empty folder `path`.
  package init(at path: String) throws {
    self.path = path
    environment = try Environment.open(at: path, options: EnvironmentOptions(fileMode: 0o600))
    tables = try Vault.Tables(environment)
    slots = try KeySlotFile(at: path + "/" + KeySlotFile.fileName)
  }

  /// - Throws: `.damaged` for a row that no vault has.
  package mutating func add(_ row: VaultRow) throws {
    switch row.table {
    case .ledgerKey:
      guard row.value.count == 32 else { throw VaultError.damaged(path: path, table: "ledger_key") }
      try SecretFile.write(row.value, to: path + "/" + LedgerKeys.fileName)
    case .personKeys:
      guard let slot = NumberKey(row.key.span)?.number, slot < UInt64(UInt32.max),
        row.value.count == KeySlotFile.slotByteCount
      else { throw VaultError.damaged(path: path, table: "person_keys") }
      try slots.write([row.value], fromSlot: slot, isDurable: false)
    case .accounts, .persons, .values, .state:
      guard (1...EnvironmentOptions.keyByteCountMax).contains(row.key.count) else {
        throw VaultError.damaged(path: path, table: row.table.rawValue)
      }
      pending.append(row)
      if pending.count >= Self.batchCount { try store() }
    }
  }

  /// Makes everything durable.
  package mutating func finish() throws {
    try store()
    try slots.synchronise()
    guard FileManager.default.fileExists(atPath: path + "/" + LedgerKeys.fileName) else {
      throw VaultError.unreadableKeys(path: path)
    }
    try synchroniseFolder(at: path)
  }

  private mutating func store() throws {
    try environment.write { transaction in
      for row in pending {
        guard let table = tables.table(row.table) else { continue }
        try transaction.put(row.value.span, for: row.key.span, in: table)
      }
    }
    pending.removeAll(keepingCapacity: true)
  }
}
