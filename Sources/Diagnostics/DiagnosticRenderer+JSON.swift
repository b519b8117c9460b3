extension DiagnosticRenderer {
  /// One JSON object per finding and line, keys in a fixed order, text unescaped but for what
  /// JSON demands. Lines and columns count as in the readable form; `endLine` and `endColumn`
  /// name the place after the last character; a fix-it also carries byte offsets.
  package func renderJSON(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
    diagnostics.map { json($0, in: source) + "\n" }.joined()
  }

  private func json(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    var members = [
      ("file", quoted(source.name)),
      ("code", quoted(diagnostic.code)),
      ("severity", quoted(diagnostic.severity.rawValue)),
      ("message", quoted(diagnostic.message)),
    ]
    members.insert(contentsOf: range(diagnostic.span, in: source), at: 1)
    if let remedy = diagnostic.remedy { members.append(("remedy", quoted(remedy))) }
    if let field = diagnostic.field { members.append(("field", quoted(field))) }
    members.append(("notes", array(diagnostic.notes.map(quoted))))
    members.append(("fixIts", array(diagnostic.fixIts.map { json($0, in: source) })))
    return object(members)
  }

  private func json(_ fixIt: FixIt, in source: SourceText) -> String {
    object(
      range(fixIt.span, in: source) + [
        ("startByte", String(fixIt.span.start)),
        ("endByte", String(fixIt.span.end)),
        ("replacement", quoted(fixIt.replacement)),
        ("message", quoted(fixIt.message)),
      ])
  }

  private func range(_ span: SourceSpan, in source: SourceText) -> [(String, String)] {
    let start = source.location(of: span.start)
    let end = source.location(of: span.end)
    return [
      ("line", String(start.line)), ("column", String(start.column)),
      ("endLine", String(end.line)), ("endColumn", String(end.column)),
    ]
  }

  private func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private func array(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let control where control.value < 0x20 || control.value == 0x7F:
        let digits = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
