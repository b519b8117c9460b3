/// Parameters of a saved query as they stand on the command line.
package enum ParameterWords {
  /// Reads `--name value` and `--name=value`. Whether the file has such a parameter, and whether
  /// its type can read the value, is decided where the file is compiled.
  package static func read(_ words: [String]) throws -> [String: String] {
    var values: [String: String] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.count > 2 else {
        throw CommandFailure.argument(
          "'\(word)' belongs to no parameter", remedy: "Write --name value.")
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard values[name] == nil else {
        throw CommandFailure.argument("--\(name) is given twice")
      }
      if parts.count == 2 {
        values[name] = String(parts[1])
      } else if let value = rest.popFirst() {
        values[name] = value
      } else {
        throw CommandFailure.argument("--\(name) needs a value", remedy: "Write --\(name) VALUE.")
      }
    }
    return values
  }
}
