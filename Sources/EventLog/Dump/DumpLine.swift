import Evidence
import Foundation
import LedgerModel
import Vault

/// The lines of a dump: JSON objects, bytes as base64 (RFC 4648 §4).
///
/// | line | members |
/// |---|---|
/// | first | `kiem_dump`: 1; `ledger`, `root`: hex; `position`; `mark`; `person_keys`; `head`: as stored |
/// | one for each event, in order | `position`, `record`: the stored bytes |
/// | only if asked for | `vault`: the table; `key`, `value` |
/// | last | `end`: true; `position`; `root` |
enum DumpLine {
  static let format: Int64 = 1
  /// No line of a dump is longer: a record of 65,535 bytes takes 87,380 characters.
  static let byteCountMax = 262_144

  static func first(_ head: LogHead, hasPersonKeys: Bool) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("kiem_dump")
      json.integer(format)
      json.name("ledger")
      json.string(head.ledger.hexDigits)
      json.name("position")
      json.integer(head.size)
      json.name("root")
      json.string(head.root.hex)
      json.name("mark")
      json.string(head.mark.name)
      json.name("person_keys")
      json.bool(hasPersonKeys)
      json.name("head")
      json.string(base64(head.encoded))
    }
    return writer.text + "\n"
  }

  static func event(_ position: Position, _ record: [UInt8]) -> String {
    "{\"position\":\(position.number),\"record\":\"\(base64(record))\"}\n"
  }

  static func vault(_ row: VaultRow) -> String {
    "{\"vault\":\"\(row.table.rawValue)\",\"key\":\"\(base64(row.key))\","
      + "\"value\":\"\(base64(row.value))\"}\n"
  }

  static func last(_ position: Position, root: String) -> String {
    "{\"end\":true,\"position\":\(position.number),\"root\":\"\(root)\"}\n"
  }

  private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

/// One line of a dump under its number, as it is read.
struct DumpLineReader {
  let number: UInt64
  let file: String
  private let node: JSONNode

  init(_ bytes: Span<UInt8>, number: UInt64, file: String) throws(DumpProblem) {
    self.number = number
    self.file = file
    do {
      node = try JSONParser.parse(bytes)
    } catch {
      throw .line(number, field: "text", reason: "is no JSON object: \(error)", file: file)
    }
  }

  /// Whether a member is there and true.
  func isTrue(_ name: String) -> Bool { node[name]?.bool == true }

  func has(_ name: String) -> Bool { node[name] != nil }

  func number(_ name: String) throws(DumpProblem) -> UInt64 {
    guard let value = node[name]?.decimal?.wholeNumber, value >= 0 else {
      throw problem(name, "must be a whole number")
    }
    return UInt64(value)
  }

  func text(_ name: String) throws(DumpProblem) -> String {
    guard let text = node[name]?.string else { throw problem(name, "must be a text") }
    return text
  }

  func bytes(_ name: String) throws(DumpProblem) -> [UInt8] {
    guard let data = Data(base64Encoded: try text(name)) else {
      throw problem(name, "is not base64")
    }
    return Array(data)
  }

  func problem(_ field: String, _ reason: String) -> DumpProblem {
    .line(number, field: field, reason: reason, file: file)
  }
}
