import Diagnostics
import LedgerModel
import Yams

/// Reads the YAML of a mapping file and collects what is wrong with it, each with its place.
struct MappingReader {
  private let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceText) {
    self.source = source
  }

  /// Stops when anything is wrong so far.
  func check() throws(DiagnosticError) {
    if diagnostics.hasErrors { throw DiagnosticError(diagnostics, in: source) }
  }

  mutating func report(
    _ code: String, _ message: String, at node: Node?, remedy: String? = nil, field: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(.error, code, message, at: span(of: node), remedy: remedy, field: field))
  }

  /// The mapping at the top of the file.
  mutating func root() throws(DiagnosticError) -> Node.Mapping {
    let node: Node?
    do {
      node = try Yams.compose(yaml: source.text)
    } catch {
      report("I101", "this is not YAML: \(MappingReader.words(error))", at: nil)
      throw DiagnosticError(diagnostics, in: source)
    }
    guard let mapping = node?.mapping else {
      report("I104", "a mapping file is a list of names with values", at: node)
      throw DiagnosticError(diagnostics, in: source)
    }
    return mapping
  }

  private static func words(_ error: any Error) -> String {
    switch error as? YamlError {
    case .parser(_, let problem, let mark, _), .scanner(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(problem) in line \(mark.line), column \(mark.column)"
    default: "it cannot be read"
    }
  }

  /// Reports keys that are none of those, with a guess.
  mutating func checkKeys(of mapping: Node.Mapping, among names: [String], field: String = "") {
    for (key, _) in mapping {
      guard let name = key.string else {
        report("I102", "a name was expected", at: key)
        continue
      }
      guard !names.contains(name) else { continue }
      let guess = nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
      report(
        "I102", "there is no setting '\(name)' here", at: key,
        remedy: guess ?? "settings here: \(names.joined(separator: ", "))",
        field: field.isEmpty ? name : field + "." + name)
    }
  }

  /// The text of a scalar; reported when something else stands there.
  mutating func text(_ node: Node?, field: String) -> String? {
    guard let node else { return nil }
    if let text = node.scalar?.string { return text }
    report("I104", "one value was expected", at: node, field: field)
    return nil
  }

  /// One of those words.
  mutating func choice(_ node: Node?, field: String, among words: [String]) -> String? {
    guard let text = text(node, field: field) else { return nil }
    guard !words.contains(text) else { return text }
    report(
      "I106", "'\(text)' is not possible here", at: node,
      remedy: "one of: \(words.joined(separator: ", "))", field: field)
    return nil
  }

  /// The texts of a scalar or of a list of scalars.
  mutating func texts(_ node: Node?, field: String) -> [String] {
    guard let node else { return [] }
    guard let sequence = node.sequence else { return text(node, field: field).map { [$0] } ?? [] }
    return sequence.compactMap { text($0, field: field) }
  }

  private func span(of node: Node?) -> SourceSpan {
    guard let mark = node?.mark else { return SourceSpan(at: 0) }
    var line = 1
    var offset = 0
    let bytes = source.utf8
    while line < mark.line, offset < bytes.count {
      if bytes[offset] == 0x0A { line += 1 }
      offset += 1
    }
    var column = 1
    while column < mark.column, offset < bytes.count, bytes[offset] != 0x0A {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      column += 1
    }
    let length = node?.scalar?.string.utf8.count ?? 0
    return SourceSpan(offset, offset + length)
  }
}
