import Diagnostics
import Text
import Yams

/// Reads a plan file's YAML; keeps where everything stands. Anchors, tags and several documents
/// in one file are refused, duplicate keys too.
struct YAMLReader {
  private let source: SourceText
  private let lineStarts: [Int]

  private init(_ source: SourceText) {
    self.source = source
    var starts = [0]
    for (offset, byte) in source.utf8.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The document's root. Throws `DiagnosticError` with the place of the first thing that is no
  /// YAML.
  static func read(_ source: SourceText) throws -> YAMLValue {
    let reader = YAMLReader(source)
    do {
      var documents: [Node] = []
      let parser = try Parser(yaml: source.text, resolver: .basic)
      while let node = try parser.nextRoot() { documents.append(node) }
      guard let root = documents.first else {
        throw reader.error("the file is empty", at: SourceSpan(at: 0))
      }
      if documents.count > 1 {
        throw reader.error("a plan file holds one document", at: reader.span(documents[1].mark))
      }
      return try reader.value(root)
    } catch let error as YamlError {
      throw reader.error(for: error)
    }
  }

  private func value(_ node: Node) throws -> YAMLValue {
    switch node {
    case .scalar(let scalar):
      let text = scalar.string
      return YAMLValue(kind: .scalar(nfc(text)), span: span(scalar.mark, of: text))
    case .sequence(let sequence):
      return YAMLValue(kind: .list(try sequence.map(value)), span: span(sequence.mark))
    case .mapping(let mapping):
      let entries = try mapping.map { key, value in
        guard let scalar = key.scalar else {
          throw error("a key is a word", at: span(key.mark))
        }
        return YAMLValue.Entry(
          key: nfc(scalar.string), keySpan: span(scalar.mark, of: scalar.string),
          value: try self.value(value))
      }
      return YAMLValue(kind: .mapping(entries), span: span(mapping.mark))
    case .alias(let alias):
      throw error("anchors and aliases are not used in plan files", at: span(alias.mark))
    }
  }

  private func span(_ mark: Mark?, of text: String = "") -> SourceSpan {
    guard let mark, mark.line >= 1, mark.line <= lineStarts.count else { return SourceSpan(at: 0) }
    let start = lineStarts[mark.line - 1]
    let line = String(decoding: source.utf8[start...].prefix { $0 != 10 }, as: UTF8.self)
    let before = line.unicodeScalars.prefix(max(0, mark.column - 1))
    let offset = start + String(String.UnicodeScalarView(before)).utf8.count
    let width =
      source.utf8[min(offset, source.utf8.count)...].starts(with: text.utf8)
      ? text.utf8.count : 1
    return SourceSpan(offset, min(source.utf8.count, offset + max(1, width)))
  }

  private func error(_ message: String, at span: SourceSpan) -> DiagnosticError {
    DiagnosticError([Diagnostic(.error, "P001", message, at: span)], in: source)
  }

  private func error(for error: YamlError) -> DiagnosticError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return self.error("this is no YAML: \(problem)", at: span(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      return self.error(
        "written twice: \(duplicates.sorted().joined(separator: ", "))", at: span(context.mark))
    case .reader(let problem, let offset, _, _):
      return self.error("this is no YAML: \(problem)", at: SourceSpan(at: offset ?? 0))
    default:
      return self.error("this is no YAML", at: SourceSpan(at: 0))
    }
  }
}
