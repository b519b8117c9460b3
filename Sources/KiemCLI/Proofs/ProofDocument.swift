import EventLog
import Evidence
import KiemREPL
import LedgerModel

/// A proof in a file, in any of the forms that `kiem prove` reads back.
enum ProofDocument {
  case inclusion(InclusionStatement)
  case growth(GrowthStatement)

  static func event(_ proven: ProvenEvent) -> ProofDocument {
    .inclusion(
      InclusionStatement(
        origin: proven.origin, proof: proven.proof, record: proven.record, root: proven.root,
        note: nil))
  }

  static func growth(_ proven: ProvenGrowth) -> ProofDocument {
    .growth(
      GrowthStatement(
        origin: proven.origin, proof: proven.proof, from: proven.from, to: proven.to))
  }
}

/// That a record is one of the events of a log.
struct InclusionStatement {
  let origin: String
  let proof: InclusionProof
  let record: [UInt8]
  /// As the file states it; the check works it out.
  let root: MerkleHash
  /// The signed checkpoint that a file of the form tlog-proof carries.
  let note: SignedNote?

  var leaf: MerkleHash { MerkleHash(leaf: record.span) }
}

/// That a log of one size is the beginning of the same log of another.
struct GrowthStatement {
  let origin: String
  let proof: ConsistencyProof
  let from: MerkleHash
  let to: MerkleHash
}

// MARK: - Writing

extension ProofDocument {
  /// `name  value` lines, the path below.
  var text: String {
    switch self {
    case .inclusion(let statement):
      lines([
        ("log", statement.origin),
        ("event", "#\(statement.proof.leafIndex + 1) of \(statement.proof.treeSize)"),
        ("leaf hash", statement.leaf.hex), ("root", statement.root.hex),
      ])
        + path(statement.proof.path, "from the leaf to the root")
    case .growth(let statement):
      lines([
        ("log", statement.origin),
        ("from", "\(statement.proof.fromSize) events, root \(statement.from.hex)"),
        ("to", "\(statement.proof.toSize) events, root \(statement.to.hex)"),
      ])
        + path(statement.proof.path, "in the order of RFC 9162")
    }
  }

  private func lines(_ pairs: [(String, String)]) -> String {
    pairs.map { name, value in
      "\(name)\(String(repeating: " ", count: 11 - name.count))\(value)\n"
    }.joined()
  }

  private func path(_ hashes: [MerkleHash], _ order: String) -> String {
    let count = hashes.count == 1 ? "1 hash" : "\(hashes.count) hashes"
    return lines([("path", "\(count), \(order)")])
      + hashes.map { "           \($0.hex)\n" }.joined()
  }

  /// One object; hashes in hexadecimal, the record in base64.
  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      switch self {
      case .inclusion(let statement): statement.write(to: &json)
      case .growth(let statement): statement.write(to: &json)
      }
    }
    return writer.text
  }
}

extension InclusionStatement {
  fileprivate func write(to json: inout JSONWriter) {
    json.member("proof", "inclusion")
    json.member("origin", origin)
    json.member("position", proof.leafIndex + 1)
    json.member("leaf_index", proof.leafIndex)
    json.member("tree_size", proof.treeSize)
    json.member("record", Base64.encode(record))
    json.member("leaf_hash", leaf.hex)
    json.member("root", root.hex)
    json.member("path", proof.path)
  }
}

extension GrowthStatement {
  fileprivate func write(to json: inout JSONWriter) {
    json.member("proof", "consistency")
    json.member("origin", origin)
    json.member("from_size", proof.fromSize)
    json.member("from_root", from.hex)
    json.member("to_size", proof.toSize)
    json.member("to_root", to.hex)
    json.member("path", proof.path)
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: String, _ value: String) {
    self.name(name)
    string(value)
  }

  fileprivate mutating func member(_ name: String, _ value: UInt64) {
    self.name(name)
    integer(value)
  }

  fileprivate mutating func member(_ name: String, _ hashes: [MerkleHash]) {
    self.name(name)
    array { json in for hash in hashes { json.string(hash.hex) } }
  }
}
