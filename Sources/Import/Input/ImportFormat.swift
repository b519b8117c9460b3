/// The forms of files that can be imported.
package enum ImportFormat: String, Sendable, Hashable, CaseIterable {
  /// CloudEvents: one object, several one after another, or an array of them.
  case json
  /// CloudEvents, one a line.
  case ndjson
  /// A table with a header, read through a mapping file.
  case csv
  /// xAPI statements as objects, lines or an array, read through a mapping file.
  case xapi

  /// What a file is by its name, else by its first bytes; none when neither tells.
  package static func detect(fileName: String, firstBytes: [UInt8]) -> ImportFormat? {
    let suffix = fileName.split(separator: ".").last.map { $0.lowercased() } ?? ""
    switch suffix {
    case "ndjson", "jsonl": return .ndjson
    case "json": return .json
    case "csv", "tsv": return .csv
    default: break
    }
    let first = firstBytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : nil
  }
}
