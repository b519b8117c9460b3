import Diagnostics

/// Queries that begin as SQL or as another pipe language does.
extension Parser {
  /// Reads a source that is none: `SELECT … FROM …`, `from x`, a stage without a source. Nil, with
  /// nothing consumed, where a source may stand.
  mutating func parseForeignSource() -> BaseKind? {
    if case .reserved(.where) = current.kind { return parseSourcelessStage() }
    guard at(.word), !defined.bindings.contains(current.word) else { return nil }
    let word = current.word.lowercased()
    if word == "select", !isAtBareSource { return parseSelectStatement() }
    if word == "from", isName(peek(1)), !peek(1).beginsLine { return parseFrom() }
    if stageWord(current) != nil, !isAtBareSource { return parseSourcelessStage() }
    return nil
  }

  /// True where the current word can be a source by what follows it.
  private var isAtBareSource: Bool {
    let next = peek(1)
    switch next.kind {
    case .pipe, .endOfFile, .rightParenthesis, .comma, .rightBrace, .reserved(.as),
      .reserved(.over), .reserved(.on):
      return stageWord(current).map { StatusVerb(rawValue: $0.rawValue) == nil } ?? true
    case .leftParenthesis: return stageWord(current)?.takesPipeline != true
    default: return next.beginsLine
    }
  }

  /// `from x | …`
  private mutating func parseFrom() -> BaseKind {
    let from = advance()
    let removed = SourceSpan(from.span.start, current.span.start)
    report(
      .foreignWord, "a query starts with its source", at: from.span,
      remedy: "write `\(text(current))`", fixIts: [FixIt(removed, "", "remove from")])
    return .named(takeSourceName(), parseArgumentsOnLine())
  }

  /// `missing "O11"` without anything in front: the stage is read, so that its errors show.
  private mutating func parseSourcelessStage() -> BaseKind {
    let word = current
    let parsed = parseStage()
    let written = "obligations | \(source[parsed.span])"
    report(
      .missingPipe, "a query starts with its source", at: word.span,
      remedy: "as in `\(written)`")
    return .invalid
  }

  private mutating func parseSelectStatement() -> BaseKind {
    let statement = SelectStatement(reading: &self)
    let span = statement.span
    dropDiagnostics(in: span)
    let ours = statement.translation.flatMap { mended($0) }
    report(
      .foreignWord, "a query starts with its source", at: statement.keyword,
      remedy: "write `\(ours ?? "obligations | select unit")`",
      fixIts: ours.map { [FixIt(span, $0, "write \($0)")] } ?? [])
    isRecovering = true
    return .invalid
  }

  /// The translation with its own slips mended, nil if it cannot be made to parse.
  private func mended(_ text: String) -> String? {
    var text = text
    for _ in 0..<4 {
      let parsed = parse(SourceText(name: "", text: text))
      if parsed.diagnostics.isEmpty { return text }
      let mended = parsed.source.applying(parsed.diagnostics.compactMap(\.fixIts.first))
      if mended == text { return nil }
      text = mended
    }
    return nil
  }
}

/// The clauses of a SQL statement as text.
private struct SelectStatement {
  private var clauses: [String: String] = [:]
  let keyword: SourceSpan
  private(set) var span: SourceSpan

  /// Consumes the statement up to a `|`, to a bracket that closes around it, or to the end.
  init(reading parser: inout Parser) {
    keyword = parser.current.span
    span = keyword
    var clause = ""
    var start = keyword.end
    var opened = 0
    while !parser.at(.endOfFile), parser.isAborted == false {
      if opened == 0, parser.at(.pipe) || parser.at(.rightParenthesis) { break }
      if opened == 0, let next = Self.clauseName(at: parser) {
        clauses[clause] = parser.source[SourceSpan(start, parser.previousEnd)].trimmingBlanks()
        clause = next.name
        for _ in 0..<next.wordCount { parser.advance() }
        start = parser.previousEnd
        continue
      }
      if parser.at(.leftParenthesis) { opened += 1 }
      if parser.at(.rightParenthesis) { opened -= 1 }
      parser.advance()
    }
    clauses[clause] =
      parser.source[SourceSpan(start, max(start, parser.previousEnd))].trimmingBlanks()
    span = parser.span(from: keyword.start)
  }

  private static func clauseName(at parser: Parser) -> (name: String, wordCount: Int)? {
    let word = parser.current.word.lowercased()
    switch word {
    case "select", "from", "where", "limit", "having": return (word, 1)
    case "group", "order": return parser.peek(1).kind == .reserved(.by) ? (word, 2) : nil
    default: return nil
    }
  }

  /// The statement as a pipeline; nil if it reads anything but one named source.
  var translation: String? {
    guard let source = clauses["from"], !source.isEmpty,
      source.unicodeScalars.allSatisfy({ $0.properties.isXIDContinue })
    else { return nil }
    var stages = [source.lowercased()]
    if let condition = clauses["where"] { stages.append("where \(condition)") }
    let sort = clauses["order"].map { ["sort \($0)"] } ?? []
    let items = clauses["select"] ?? "*"
    if let groups = clauses["group"] {
      stages += ["summarize n = count() by \(groups)"] + sort
    } else if items.lowercased().hasPrefix("count(") {
      stages.append("summarize n = count()")
    } else {
      // The keys of the order may be columns that `select` leaves out.
      stages += sort + (items == "*" ? [] : ["select \(items)"])
    }
    if let count = clauses["limit"] { stages.append("take \(count)") }
    return stages.joined(separator: " | ")
  }
}
