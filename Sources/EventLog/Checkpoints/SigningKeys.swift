import Evidence
import Foundation
import Glibc
import LMDB
import Vault

/// The folder `keys/`: the key that signs checkpoints, and its public half for auditors.
///
/// | file | what |
/// |---|---|
/// | `signing.key` | `PRIVATE+KEY+name+hash+base64`; mode 0600 |
/// | `signing.pub` | the verifier key `name+hash+base64` |
///
/// The key is made when the first checkpoint is signed, so a ledger that nobody signs has none.
struct SigningKeys {
  let folder: LedgerFolder

  static let privateName = "signing.key"
  static let publicName = "signing.pub"

  private var privatePath: String { folder.keys + "/" + Self.privateName }
  private var publicPath: String { folder.keys + "/" + Self.publicName }

  /// The public key; none before the first checkpoint.
  func verifier() throws -> NoteVerifier? {
    guard FileManager.default.fileExists(atPath: publicPath) else { return nil }
    let bytes = try EvidenceFile.read(publicPath)
    do {
      return try NoteVerifier(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw EvidenceError.unreadable(file: publicPath, error)
    }
  }

  /// The private key; made first where there is none.
  ///
  /// - Parameter name: the name to make it under, or that it must have.
  func signer(
    name: String?, origin: String, ledger: [UInt8], _ randomness: any RandomnessSource
  ) throws -> NoteSigner {
    if let name, !KeyName.isValid(name) { throw EvidenceError.signerName }
    if !FileManager.default.fileExists(atPath: privatePath) {
      let seed = randomness.bytes(count: 32, purpose: "signing.key", subject: ledger)
      try keep(try NoteSigner(name: name ?? origin, seed: seed))
    }
    let signer = try read()
    if let name, !name.utf8.elementsEqual(signer.verifier.name.utf8) {
      throw EvidenceError.otherSigner(known: signer.verifier.name)
    }
    if try verifier() == nil {
      try EvidenceFile.write("\(signer.verifier)\n", to: publicPath)
    }
    return signer
  }

  private func read() throws -> NoteSigner {
    let bytes = try EvidenceFile.read(privatePath)
    do {
      return try NoteSigner(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw EvidenceError.unreadable(file: privatePath, error)
    }
  }

  /// Whoever comes first keeps its key: two commands may sign a ledger for the first time at once.
  private func keep(_ signer: NoteSigner) throws {
    let files = FileManager.default
    try EvidenceFile.makeFolder(folder.keys, mode: 0o700)
    let draft = privatePath + "." + UUID().uuidString
    try EvidenceFile.write(signer.encoded + "\n", to: draft, mode: 0o600)
    defer { EvidenceFile.remove(draft) }
    do {
      try files.linkItem(atPath: draft, toPath: privatePath)
    } catch {
      guard files.fileExists(atPath: privatePath) else {
        throw EvidenceError.file(path: privatePath, reason: LedgerError.reason(of: error))
      }
    }
    try synchroniseFolder(at: folder.keys)
  }
}

/// Small files that are there whole or not at all.
package enum EvidenceFile {
  /// The whole content.
  package static func read(_ path: String) throws -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw EvidenceError.file(path: path, reason: LedgerError.reason(of: error))
    }
  }

  static func write(_ text: String, to path: String, mode: Int = 0o644) throws {
    try write(Array(text.utf8), to: path, mode: mode)
  }

  /// Writes under another name, makes it durable, and renames it.
  static func write(_ bytes: [UInt8], to path: String, mode: Int = 0o644) throws {
    let draft = path + ".new-" + UUID().uuidString
    do {
      let made = FileManager.default.createFile(
        atPath: draft, contents: nil, attributes: [.posixPermissions: mode])
      guard made, let handle = FileHandle(forWritingAtPath: draft) else {
        throw EvidenceError.file(path: path, reason: "it cannot be written")
      }
      try handle.write(contentsOf: Data(bytes))
      try handle.synchronize()
      try handle.close()
      try replace(path, with: draft)
    } catch let error as EvidenceError {
      throw error
    } catch {
      remove(draft)
      throw EvidenceError.file(path: path, reason: LedgerError.reason(of: error))
    }
  }

  private static func replace(_ path: String, with draft: String) throws {
    // The library's own replacing needs the file to be there already.
    guard unsafe rename(draft, path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    try synchroniseFolder(at: URL(filePath: path).deletingLastPathComponent().path)
  }

  static func makeFolder(_ path: String, mode: Int = 0o755) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
    } catch {
      throw EvidenceError.file(path: path, reason: LedgerError.reason(of: error))
    }
  }

  /// A draft that is left behind harms nobody.
  static func remove(_ path: String) {
    do { try FileManager.default.removeItem(atPath: path) } catch { return }
  }
}
