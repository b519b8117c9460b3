import Diagnostics
import LedgerModel
import Text

/// Reads the fields of one mapping, or of one row of a CSV file, by name; what nobody asked for
/// is an unknown key.
final class FieldReader {
  let source: SourceText
  let findings: Findings
  /// Dotted path in the plan, as `duties.O11`.
  let path: String
  let span: SourceSpan
  private let entries: [String: YAMLValue]
  private let keySpans: [String: SourceSpan]
  private var asked: Set<String> = []

  init(_ value: YAMLValue, path: String, source: SourceText, findings: Findings) {
    self.source = source
    self.findings = findings
    self.path = path
    span = value.span
    var entries: [String: YAMLValue] = [:]
    var spans: [String: SourceSpan] = [:]
    for entry in value.mapping ?? [] {
      entries[entry.key] = entry.value
      spans[entry.key] = entry.keySpan
    }
    self.entries = entries
    keySpans = spans
    if value.mapping == nil {
      findings.error(
        "P002", "\(path) is a mapping, found \(value.description)", in: source, at: value.span,
        field: path)
    }
  }

  /// The raw value of a field, marked as asked for.
  func value(_ name: String) -> YAMLValue? {
    asked.insert(name)
    return entries[name]
  }

  func has(_ name: String) -> Bool { entries[name] != nil }

  /// Text of a field; an empty text is absent (as in CSV).
  func text(_ name: String) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.scalar else {
      problem("P002", name, "is text, found \(value.description)")
      return nil
    }
    return text.isEmpty ? nil : text
  }

  func requiredText(_ name: String) -> String {
    if let text = text(name) { return text }
    if !has(name) || entries[name]?.scalar != nil {
      problem("P003", name, "is missing", at: span)
    }
    return ""
  }

  /// A list of texts; one text counts as a list of one.
  func texts(_ name: String) -> [String]? {
    guard let value = value(name) else { return nil }
    if let text = value.scalar { return text.isEmpty ? nil : [text] }
    guard let list = value.list, list.allSatisfy({ $0.scalar != nil }) else {
      problem("P002", name, "is a list of texts")
      return nil
    }
    return list.compactMap(\.scalar)
  }

  func day(_ name: String) -> Day? {
    guard let text = text(name) else { return nil }
    do {
      return try Day(vietnamese: text)
    } catch {
      problem("P010", name, "\(error)")
      return nil
    }
  }

  func date(_ name: String) -> CoarseDate? {
    guard let text = text(name) else { return nil }
    do {
      return try CoarseDate(vietnamese: text)
    } catch {
      problem("P010", name, "\(error)")
      return nil
    }
  }

  func integer(_ name: String) -> Int64? {
    guard let text = text(name) else { return nil }
    guard let number = Int64(text), number >= 0 else {
      problem("P011", name, "is a whole number, found '\(text)'")
      return nil
    }
    return number
  }

  func decimal(_ name: String) -> ExactDecimal? {
    guard let text = text(name) else { return nil }
    guard let number = ExactDecimal(text) else {
      problem("P011", name, "is a number, found '\(text)'")
      return nil
    }
    return number
  }

  func bool(_ name: String) -> Bool? {
    guard let text = text(name) else { return nil }
    switch text {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      problem("P011", name, "is true or false, found '\(text)'")
      return nil
    }
  }

  /// One of the words; near words are offered.
  func choice(_ name: String, of words: [String]) -> String? {
    guard let text = text(name) else { return nil }
    if words.contains(text) { return text }
    problem(
      "P012", name, "'\(text)' is none of \(words.joined(separator: ", "))",
      remedy: guess(text, among: words))
    return nil
  }

  /// A length such as `1wd`, `2d`, `6h`.
  func length(_ name: String) -> String? {
    guard let text = text(name) else { return nil }
    guard TimeLength(reading: text) != nil else {
      problem("P013", name, "is a length such as 1wd, 2d or 6h, found '\(text)'")
      return nil
    }
    return text
  }

  /// Where the value of a field stands, its key or the mapping when it has none.
  func span(of name: String) -> SourceSpan { entries[name]?.span ?? keySpans[name] ?? span }

  func problem(
    _ code: String, _ name: String, _ message: String, at span: SourceSpan? = nil,
    remedy: String? = nil
  ) {
    findings.error(
      code, "\(name) \(message)", in: source, at: span ?? self.span(of: name),
      field: "\(path).\(name)", remedy: remedy)
  }

  /// Reports keys that no reader asked for.
  func finish() {
    for key in entries.keys.sorted() where !asked.contains(key) {
      findings.error(
        "P004", "unknown key '\(key)'", in: source, at: keySpans[key] ?? span,
        field: "\(path).\(key)", remedy: guess(key, among: asked.sorted()))
    }
  }

  func guess(_ word: String, among words: [String]) -> String? {
    nearest(word, in: words, maximumDistance: nil).first.map { "did you mean '\($0)'?" }
  }
}
