import EventLog
import Foundation
import LMDB
import LedgerModel
import Testing
import Vault

/// A ledger with officials whose names are kept in the vault. Everything drawn is a function of
/// the seed, so a test knows each key without asking the code that keeps it.
struct PersonsFixture {
  let fixture: LedgerFixture
  let seed: UInt64

  static let name = "Nguyễn Thị Hoa Sen"

  init(seed: UInt64 = 3, count: Int = 40) throws {
    self.seed = seed
    fixture = try LedgerFixture(seed: seed)
    let outcomes = try fixture.log.append(
      (0..<count).map { try Self.office($0) }, recording: .constant(august(20)))
    #expect(outcomes.allSatisfy { $0.position != nil }, "\(outcomes)")
  }

  var log: EventLog { fixture.log }
  var path: String { fixture.path }

  static func account(_ number: Int) -> Account {
    Account(issuer: "congdoanvietnam.org", identifier: "can-bo.\(number)@example.vn")
  }

  /// An official takes office: the event brings a name.
  static func office(_ number: Int, suffix: String = "") throws -> Event {
    try LedgerFixture.event(
      "office.assumed", id: "office-\(number)\(suffix)",
      [
        ("office", .text("o\(number)\(suffix)")), ("person", .account(account(number))),
        ("position", .text("chair")), ("on", .date(.august(1))),
        ("name", .text("\(name) \(number)")),
      ], unit: "upper-a")
  }

  func pseudonym(_ number: Int) throws -> String {
    try #require(try log.vault().pseudonym(of: Self.account(number)))
  }

  /// The key that the seed gave to a person.
  func key(of person: String) -> [UInt8] {
    SeededRandomness(seed: seed).bytes(
      count: 32, purpose: "person.key", subject: Array(person.utf8))
  }

  /// What the vault's tables hold about a person: fingerprints of accounts, and ciphertexts.
  func traces(of person: String) throws -> [[UInt8]] {
    let environment = try Environment.open(at: path + "/vault")
    let (accounts, values) = (try environment.table("accounts"), try environment.table("values"))
    return try environment.read { transaction in
      var found: [[UInt8]] = []
      var cursor = try transaction.cursor(over: accounts)
      while let entry = try cursor.next() {
        let owner = entry.value.indices.map { entry.value[$0] }
        if owner == Array(person.utf8) { found.append(entry.key.indices.map { entry.key[$0] }) }
      }
      var stored = try transaction.cursor(over: values)
      let prefix = Array(person.utf8)
      try stored.scan(prefix: prefix.span) { entry in
        found.append(entry.value.indices.map { entry.value[$0] })
      }
      return found
    }
  }

  /// Stored bytes of every event, in order.
  static func records(_ path: String) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    try EventLog.open(at: path, isReadOnly: true).read { snapshot in
      try snapshot.scan(from: Position(1), through: .never) { _, record in
        records.append(record.indices.map { record[$0] })
        return true
      }
    }
    return records
  }
}

/// Searches every byte of every file below a folder.
struct ByteSearch {
  private let files: [(name: String, content: Data)]

  init(below path: String) throws {
    let found = FileManager.default.enumerator(
      at: URL(filePath: path), includingPropertiesForKeys: nil)
    var files: [(String, Data)] = []
    while let file = found?.nextObject() as? URL {
      guard let content = FileManager.default.contents(atPath: file.path) else { continue }
      files.append((file.path, content))
    }
    self.files = files
  }

  /// Names of the files that hold those bytes.
  func files(with bytes: [UInt8]) -> [String] {
    files.filter { $0.content.range(of: Data(bytes)) != nil }.map(\.name)
  }

  /// Files that hold a key as it is, as hexadecimal digits or as base64 at any alignment.
  func files(withKey key: [UInt8]) -> [String] {
    let hex = key.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    var forms: [[UInt8]] = [key, Array(hex.utf8), Array(hex.uppercased().utf8)]
    for offset in 0..<3 {
      // Inside longer base64 only the middle is the same whatever stands around the key.
      let text = Data([UInt8](repeating: 0, count: offset) + key).base64EncodedString()
      forms.append(Array(text.utf8.dropFirst(offset == 0 ? 0 : 4).prefix(36)))
    }
    return forms.flatMap { files(with: $0) }
  }

  /// Files that hold a text in either normal form.
  func files(withText text: String) -> [String] {
    files(with: Array(text.precomposedStringWithCanonicalMapping.utf8))
      + files(with: Array(text.decomposedStringWithCanonicalMapping.utf8))
  }
}
