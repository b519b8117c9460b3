import Foundation
import LMDB
import LedgerModel

/// Opens every value that a vault keeps, without writing: what was altered does not open, or does
/// not fit the commitment and the person it is kept under.
package struct VaultCheck: Sendable {
  /// Values that opened and fit.
  package private(set) var soundCount: UInt64 = 0
  /// What is wrong, one sentence each, without a value; at most `findingCountMax`.
  package private(set) var findings: [String] = []
  package private(set) var isCancelled = false

  package static let findingCountMax = 100
  /// Values opened between two questions whether to go on.
  private static let stepCount: UInt64 = 4_096

  /// Whether the files can be read at all: an auditor may have a copy without the vault.
  package static func isPossible(at path: String) -> Bool {
    ["data.mdb", "person.keys", "ledger.key"].allSatisfy {
      FileManager.default.isReadableFile(atPath: path + "/" + $0)
    }
  }

  /// Checks the vault at `path`.
  ///
  /// - Parameter goesOn: asked now and then with the values seen; false ends the check.
  /// - Throws: when the files cannot be opened; damaged content is a finding.
  package init(at path: String, goesOn: (UInt64) -> Bool = { _ in true }) throws {
    let environment = try Environment.open(
      at: path, options: EnvironmentOptions(isReadOnly: true))
    for problem in try environment.checkTrees() {
      add("page \(problem.page) of vault/data.mdb: \(problem.message)")
    }
    guard findings.isEmpty else { return }
    let content = try VaultContent(environment, at: path)
    try environment.read { transaction in
      if let finding = try content.checkSlots(transaction) { add(finding) }
      var accountCount: UInt64 = 0
      var cursor = try transaction.cursor(over: content.values)
      while let entry = try cursor.next() {
        let outcome = try content.check(entry.key, entry.value, transaction)
        switch outcome {
        case .sound(let isAccount):
          soundCount += 1
          if isAccount { accountCount += 1 }
        case .wrong(let finding): add(finding)
        }
        guard soundCount % Self.stepCount != 0 || goesOn(soundCount) else {
          isCancelled = true
          return
        }
      }
      let known = UInt64(try transaction.statistics(of: content.accounts).entryCount)
      // After a restore without keys the accounts of before are found and not kept.
      let isWhole = try !content.hasLostKeys(transaction)
      if findings.isEmpty, known != accountCount, isWhole || known < accountCount {
        add("the vault finds \(known) accounts and keeps \(accountCount)")
      }
    }
  }

  private mutating func add(_ finding: String) {
    if findings.count < Self.findingCountMax { findings.append(finding) }
  }
}

/// The tables and keys that a check reads.
private struct VaultContent {
  let values: Table
  let accounts: Table
  let persons: Table
  let state: Table
  let slots: Data
  let keys: LedgerKeys

  enum Outcome {
    case sound(isAccount: Bool)
    case wrong(String)
  }

  init(_ environment: Environment, at path: String) throws {
    values = try environment.table("values")
    accounts = try environment.table("accounts")
    persons = try environment.table("persons")
    state = try environment.table("state")
    slots = try Data(contentsOf: URL(filePath: path + "/person.keys"), options: .mappedIfSafe)
    // The key file is there, so nothing is drawn.
    keys = try LedgerKeys(folder: path, randomness: SystemRandomness())
  }

  /// A value lies under its person and the commitment that stands in the log.
  func check(
    _ key: Span<UInt8>, _ value: Span<UInt8>, _ transaction: borrowing ReadTransaction
  ) throws -> Outcome {
    guard key.count > 32 else { return .wrong("a value lies under a key that is too short") }
    let name = (0..<(key.count - 32)).map { key[$0] }
    let commitment = ((key.count - 32)..<key.count).map { key[$0] }
    let person = String(decoding: name, as: UTF8.self)
    let place = KeyPlace(try transaction.value(in: persons, for: name.span))
    guard let place else { return .wrong("a value is kept for a person who is not known") }
    guard case .slot(let slot) = place, let secret = secret(inSlot: slot) else {
      return .wrong("the key of \(person) is missing")
    }
    let personKey = PersonKey(secret)
    let sealed = value.indices.map { value[$0] }
    guard let message = try? personKey.open(sealed),
      personKey.commitment(to: message) == commitment,
      let kept = try? CommittedValue(message: message)
    else { return .wrong("a value of \(person) does not open or does not fit its commitment") }
    guard kept.field == CommittedValue.accountField, kept.id.isEmpty else {
      return .sound(isAccount: false)
    }
    guard try leads(kept.value, to: name, transaction) else {
      return .wrong("the account of \(person) does not lead to them")
    }
    return .sound(isAccount: true)
  }

  /// Whether the ledger was restored without person keys.
  func hasLostKeys(_ transaction: borrowing ReadTransaction) throws -> Bool {
    let key = Vault.lostKeysKey
    return try transaction.value(in: state, for: key.span) != nil
  }

  /// A number of slots in use that is too small would give a person the key of another.
  func checkSlots(_ transaction: borrowing ReadTransaction) throws -> String? {
    let key = Array("slots".utf8)
    let count = NumberKey(try transaction.value(in: state, for: key.span))?.number ?? 0
    guard count <= UInt64(slots.count / KeySlotFile.slotByteCount) else {
      return "the vault counts \(count) keys, fewer are stored"
    }
    var cursor = try transaction.cursor(over: persons)
    while let entry = try cursor.next() {
      switch KeyPlace(entry.value) {
      case .slot(let slot)? where slot < count: continue
      case .erased?, .lost?: continue
      default: return "the key of a person lies behind the last one counted"
      }
    }
    return nil
  }

  private func secret(inSlot slot: UInt64) -> [UInt8]? {
    let (start, overflow) = slot.multipliedReportingOverflow(by: UInt64(KeySlotFile.slotByteCount))
    guard !overflow, start < UInt64(slots.count), UInt64(slots.count) - start >= 32 else {
      return nil
    }
    let first = slots.startIndex + Int(start)
    let secret = Array(slots[first..<(first + KeySlotFile.slotByteCount)])
    return secret.contains { $0 != 0 } ? secret : nil
  }

  private func leads(
    _ value: FieldValue, to name: [UInt8], _ transaction: borrowing ReadTransaction
  ) throws -> Bool {
    guard case .list(let parts) = value, parts.count == 2, case .text(let issuer) = parts[0],
      case .text(let identifier) = parts[1]
    else { return false }
    let account = Account(issuer: issuer, identifier: identifier)
    let stored = try transaction.value(in: accounts, for: keys.fingerprint(of: account).span)
    guard let stored, stored.count == name.count else { return false }
    return stored.indices.allSatisfy { stored[$0] == name[$0] }
  }
}
