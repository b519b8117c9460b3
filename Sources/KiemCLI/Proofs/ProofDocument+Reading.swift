import EventLog
import Evidence
import KiemREPL
import LedgerModel

extension ProofDocument {
  /// Reads a file of the form json or tlog-proof. Throws `CommandFailure` with the field that is
  /// missing or wrong.
  init(path: String) throws {
    let bytes = try EvidenceFile.read(path)
    self =
      TransparencyProof.isOne(bytes)
      ? try ProofDocument.transparency(bytes, path) : try ProofDocument.json(bytes, path)
  }

  private static func transparency(_ bytes: [UInt8], _ path: String) throws -> ProofDocument {
    let (file, checkpoint): (TransparencyProof, Checkpoint)
    do {
      file = try TransparencyProof(bytes)
      checkpoint = try Checkpoint(file.note)
    } catch {
      throw EvidenceError.unreadable(file: path, error)
    }
    guard let record = file.record else {
      throw CommandFailure.argument(
        "\(path): the line 'extra' with the record is missing",
        remedy: "Write the proof with `kiem prove POSITION --format tlog-proof`.")
    }
    return .inclusion(
      InclusionStatement(
        origin: checkpoint.origin, proof: file.proof, record: record, root: checkpoint.root,
        note: file.note))
  }

  private static func json(_ bytes: [UInt8], _ path: String) throws -> ProofDocument {
    let fields: ProofFields
    do {
      fields = ProofFields(path: path, node: try JSONParser.parse(bytes.span))
    } catch {
      throw CommandFailure.argument(
        "\(path) is no proof: \(error)", remedy: "Write it with `kiem prove --format json`.")
    }
    switch try fields.text("proof") {
    case "inclusion":
      let proof = InclusionProof(
        leafIndex: try fields.number("leaf_index"), treeSize: try fields.number("tree_size"),
        path: try fields.hashes("path"))
      guard let record = Base64.decode(try fields.text("record")) else {
        throw fields.failure("record", "is no base64")
      }
      return .inclusion(
        InclusionStatement(
          origin: try fields.text("origin"), proof: proof, record: record,
          root: try fields.hash("root"), note: nil))
    case "consistency":
      let proof = ConsistencyProof(
        fromSize: try fields.number("from_size"), toSize: try fields.number("to_size"),
        path: try fields.hashes("path"))
      return .growth(
        GrowthStatement(
          origin: try fields.text("origin"), proof: proof, from: try fields.hash("from_root"),
          to: try fields.hash("to_root")))
    default: throw fields.failure("proof", "is neither inclusion nor consistency")
    }
  }
}

/// The members of a proof's object.
private struct ProofFields {
  let path: String
  let node: JSONNode

  func failure(_ field: String, _ message: String) -> CommandFailure {
    .argument(
      "\(path): \(field) \(message)", remedy: "Write the proof with `kiem prove --format json`.")
  }

  func text(_ field: String) throws -> String {
    guard let text = node[field]?.string else { throw failure(field, "is no text") }
    return text
  }

  func number(_ field: String) throws -> UInt64 {
    guard let node = node[field], case .number(let digits) = node.value,
      let number = UInt64(digits)
    else { throw failure(field, "is no whole number") }
    return number
  }

  func hash(_ field: String) throws -> MerkleHash {
    guard let hash = MerkleHash(hex: try text(field)) else {
      throw failure(field, "is not 64 hexadecimal digits")
    }
    return hash
  }

  func hashes(_ field: String) throws -> [MerkleHash] {
    guard let elements = node[field]?.elements else { throw failure(field, "is no list") }
    return try elements.map { element in
      guard let hash = element.string.flatMap({ MerkleHash(hex: $0) }) else {
        throw failure(field, "holds something that is not 64 hexadecimal digits")
      }
      return hash
    }
  }
}
