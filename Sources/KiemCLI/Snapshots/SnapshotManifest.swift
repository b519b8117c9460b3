import EventLog
import Evidence
import Foundation
import KiemREPL
import LedgerModel

/// What a snapshot holds: position and root of the log that it was taken from, and of every source
/// the number of rows, the version of the fold and the digest of its file. Written as a signed note,
/// a line a fact.
struct SnapshotManifest: Hashable {
  static let fileName = "manifest"
  private static let heading = "kiem snapshot v1"

  struct Source: Hashable {
    let name: String
    let rowCount: Int
    /// None for a source that is derived at the clock.
    let foldVersion: Int?
    /// SHA-256 of the file.
    let sha256: String
    let key: [String]

    var fileName: String { name + ".ndjson" }
  }

  var ledger: String
  var position: UInt64
  var root: String
  /// RFC 3339, in the zone.
  var clock: String
  var zone: String
  var sources: [Source]

  /// The text that is signed.
  var text: String {
    var lines = [
      SnapshotManifest.heading, "ledger \(ledger)", "position \(position)", "root \(root)",
      "clock \(clock)", "zone \(zone)",
    ]
    lines += sources.map { source in
      let fold = source.foldVersion.map { "fold \($0)" } ?? "derived"
      return "source \(source.name) rows \(source.rowCount) sha256 \(source.sha256) "
        + "key \(source.key.joined(separator: ",")) \(fold)"
    }
    return lines.map { $0 + "\n" }.joined()
  }

  init(
    ledger: String, position: UInt64, root: String, clock: String, zone: String,
    sources: [Source]
  ) {
    self.ledger = ledger
    self.position = position
    self.root = root
    self.clock = clock
    self.zone = zone
    self.sources = sources
  }

  /// None for a text of another form.
  init?(_ text: String) {
    let lines = text.split(separator: "\n").map { String($0) }
    guard lines.count >= 6, lines[0] == SnapshotManifest.heading else { return nil }
    let facts = ["ledger", "position", "root", "clock", "zone"]
    let values = zip(facts, lines[1...5]).compactMap { name, line in
      line.hasPrefix(name + " ") ? String(line.dropFirst(name.count + 1)) : nil
    }
    guard values.count == facts.count, let position = UInt64(values[1]) else { return nil }
    let sources = lines[6...].compactMap { SnapshotManifest.Source($0) }
    guard sources.count == lines.count - 6 else { return nil }
    self.init(
      ledger: values[0], position: position, root: values[2], clock: values[3], zone: values[4],
      sources: sources)
  }

  /// Reads that of a folder; its signature is checked against the ledger's key where `verifier` is
  /// given.
  static func read(_ folder: String, verifier: NoteVerifier? = nil) throws -> SnapshotManifest {
    let path = folder + "/" + fileName
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure.argument(
        "\(folder) holds no snapshot", remedy: "Name a folder that `kiem snapshot` wrote.")
    }
    let bytes = try EvidenceFile.read(path)
    let unsigned = String(decoding: bytes, as: UTF8.self)
    let note = try? SignedNote(bytes)
    guard let manifest = SnapshotManifest(note?.text ?? unsigned) else {
      throw CommandFailure.argument(
        "\(path) is no manifest of a snapshot", remedy: "Name a folder that `kiem snapshot` wrote.")
    }
    if let verifier, let note, verifier.verdict(on: note) == .forged {
      throw CommandFailure(
        .failed, "\(path) carries a signature that is not of this ledger's key",
        remedy: "Check it with the key of the ledger that it was taken from.")
    }
    return manifest
  }
}

extension SnapshotManifest.Source {
  /// Reads `source NAME rows N sha256 HEX key A,B fold N` or `… derived`.
  init?(_ line: String) {
    let words = line.split(separator: " ").map { String($0) }
    guard words.count >= 9, words[0] == "source", words[2] == "rows", words[4] == "sha256",
      words[6] == "key", let rowCount = Int(words[3]),
      words[8] == "derived" || words[8] == "fold" && words.count == 10
    else { return nil }
    self.init(
      name: words[1], rowCount: rowCount, foldVersion: words.count == 10 ? Int(words[9]) : nil,
      sha256: words[5], key: words[7].split(separator: ",").map { String($0) })
  }
}
