import Diagnostics
import Foundation
import Kiem
import TestSupport
import Testing

/// A file of `Queries/`, found at run time.
struct SavedQuery: Sendable, CustomTestStringConvertible {
  /// Path below `Queries/` without the ending, as `compliance/01-not-reported`.
  let name: String
  let source: SourceText
  /// Arguments named in the file's `-- example:` comment.
  let example: [String: String]

  var testDescription: String { name }

  static let all: [SavedQuery] = ProjectFiles.files(under: "Queries", ending: ".kiem").map { path in
    let text = (try? ProjectFiles.text(path)) ?? ""
    return SavedQuery(
      name: String(path.dropFirst("Queries/".count).dropLast(".kiem".count)),
      source: SourceText(name: path, text: text), example: arguments(in: text))
  }

  private static func arguments(in text: String) -> [String: String] {
    let marker = "-- example: "
    var found: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix(marker) {
      for pair in line.dropFirst(marker.count).split(separator: " ") {
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2 { found[parts[0]] = parts[1] }
      }
    }
    return found
  }
}
