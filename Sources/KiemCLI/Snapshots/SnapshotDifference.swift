import Evidence
import Foundation
import KiemREPL
import LedgerModel

/// Two snapshots compared source by source and row by row.
struct SnapshotDifference {
  let first: String
  let second: String

  /// What a source lacks, has besides, and has in another form.
  struct Source {
    let name: String
    var removed: [String] = []
    var added: [String] = []
    var changed: [(old: String, new: String)] = []

    var count: Int { removed.count + added.count + changed.count }
  }

  /// Sources whose rows differ, and sources that only one of the two has. Throws for files that do
  /// not have the digest that their manifest states.
  func sources() throws -> [Source] {
    let (old, new) = (
      try SnapshotManifest.read(first), try SnapshotManifest.read(second)
    )
    let names = Set((old.sources + new.sources).map(\.name)).sorted()
    return try names.compactMap { name in
      let before = old.sources.first { $0.name == name }
      let after = new.sources.first { $0.name == name }
      guard before?.sha256 != after?.sha256 else { return nil }
      return difference(
        name, try before.map { try rows($0, in: first) } ?? [:],
        try after.map { try rows($0, in: second) } ?? [:])
    }
  }

  private func difference(
    _ name: String, _ old: [String: String], _ new: [String: String]
  ) -> Source {
    var source = Source(name: name)
    for key in Set(old.keys).union(new.keys).sorted() {
      switch (old[key], new[key]) {
      case (let before?, let after?) where before != after:
        source.changed.append((before, after))
      case (let before?, nil): source.removed.append(before)
      case (nil, let after?): source.added.append(after)
      default: break
      }
    }
    return source
  }

  /// Lines by the text of their key.
  private func rows(
    _ source: SnapshotManifest.Source, in folder: String
  ) throws -> [String: String] {
    let path = "\(folder)/\(source.fileName)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure.argument("\(path) cannot be read")
    }
    var digest = ContentDigest()
    digest.update(Array(data))
    guard digest.value.hex == source.sha256 else {
      throw CommandFailure(
        .failed, "\(path) is not what its manifest says",
        remedy: "It was changed after it was written; take the snapshot anew.")
    }
    var rows: [String: String] = [:]
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let node: JSONNode
      do {
        node = try JSONParser.parse(String(line))
      } catch {
        throw CommandFailure(.failed, "\(path): a line is no JSON")
      }
      var key = JSONWriter()
      key.array { json in
        for name in source.key { json.value(node[name]?.value ?? .null) }
      }
      rows[key.text] = String(line)
    }
    return rows
  }
}
