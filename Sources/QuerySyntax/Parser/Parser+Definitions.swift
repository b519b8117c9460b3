import Diagnostics

/// Files: the lines in front of the main pipeline.
extension Parser {
  /// What has been read of a file so far.
  private struct FileParts {
    var uses: [UseSyntax] = []
    var query: QueryHeaderSyntax?
    var parameters: [ParameterSyntax] = []
    var definitions: [DefinitionSyntax] = []
    var pipeline: PipelineSyntax?
    /// How far down the order of parts the file has come.
    var stage = FilePart.use
  }

  /// The order in which the parts of a file stand.
  private enum FilePart: Int {
    case use, query, param, definition, pipeline
  }

  mutating func parseFile() -> FileSyntax {
    let start = current.span.start
    var parts = FileParts()
    while !at(.endOfFile) {
      isRecovering = false
      let before = current.span
      if let word = definitionWord {
        parseDefinition(word, &parts)
        endDefinition()
      } else {
        parseMainPipeline(&parts)
      }
      if current.span == before, !at(.endOfFile) { advance() }
    }
    return FileSyntax(
      uses: parts.uses, query: parts.query, parameters: parts.parameters,
      definitions: parts.definitions, pipeline: parts.pipeline, at: span(from: start))
  }

  private mutating func parseMainPipeline(_ parts: inout FileParts) {
    let start = current.span.start
    let isFirst = parts.pipeline == nil
    let pipeline = parsePipeline()
    guard isFirst else {
      let first = SourceSpan(start, max(start, pipeline.source.span.end))
      report(
        .misplacedPart, "a text has one main pipeline", at: first,
        remedy: "begin the line with \"|\", or name the other with `let name = …`")
      return
    }
    parts.pipeline = pipeline
    parts.stage = .pipeline
  }

  private mutating func parseDefinition(_ word: DefinitionWord, _ parts: inout FileParts) {
    checkOrder(word, &parts)
    let start = advance().span.start
    switch word {
    case .use: parts.uses.append(parseUse(from: start))
    case .query: parts.query = parseHeader(from: start)
    case .param: parts.parameters.append(parseFileParameter(from: start))
    case .let: parts.definitions.append(parseLet(from: start))
    case .fn: parts.definitions.append(parseFunction(from: start))
    case .stage: parts.definitions.append(parseStageDefinition(from: start))
    }
  }

  private mutating func checkOrder(_ word: DefinitionWord, _ parts: inout FileParts) {
    let part: FilePart =
      switch word {
      case .use: .use
      case .query: .query
      case .param: .param
      case .let, .fn, .stage: .definition
      }
    if part.rawValue < parts.stage.rawValue || (part == .query && parts.query != nil) {
      let isTwice = part == .query && parts.query != nil
      report(
        .misplacedPart, isTwice ? "`query` stands twice" : "`\(word.rawValue)` stands too late",
        at: current.span,
        remedy: "the order is use, query, param, then let, fn and stage, then the pipeline")
      return
    }
    parts.stage = part
  }

  /// Passes over what is left of the line of a definition.
  private mutating func endDefinition() {
    while !isAborted, !at(.endOfFile), !isAtLineBoundary {
      let before = current.span
      unexpected("the end of the line")
      skipToStageEnd()
      if current.span == before { advance() }
      if at(.pipe), !current.beginsLine { advance() }
    }
  }
}

/// Lines.
extension Parser {
  /// Behind `use`.
  private mutating func parseUse(from start: Int) -> UseSyntax {
    var path: [NameSyntax] = []
    repeat { path.append(takeName("a name")) } while take(.symbol(.divide))
    let alias = take(.reserved(.as)) ? takeName("a name") : nil
    return UseSyntax(path: path, alias: alias, at: span(from: start))
  }

  /// Behind `query`.
  private mutating func parseHeader(from start: Int) -> QueryHeaderSyntax {
    let name = takeName("the name of the query")
    let title = parseTitle()
    return QueryHeaderSyntax(name: name, title: title, at: span(from: start))
  }

  private mutating func parseTitle() -> String? {
    at(.string) || at(.foreign(.foreignString)) ? parseString() : nil
  }

  /// Behind `param`.
  private mutating func parseFileParameter(from start: Int) -> ParameterSyntax {
    let parameter = parseFormal(named: peek(1).kind == .colon ? takeAnyWord() : nil)
    let documentation = parseTitle()
    return ParameterSyntax(
      name: parameter.name, type: parameter.type, defaultValue: parameter.defaultValue,
      documentation: documentation, at: span(from: start))
  }

  /// `name: type = default`; the name may have been read already.
  private mutating func parseFormal(named known: NameSyntax? = nil) -> ParameterSyntax {
    let start = known?.span.start ?? current.span.start
    let name = known ?? takeName("the name of a parameter")
    if !take(.colon) { unexpected("\":\" and a type", remedy: "as in `\(name.text): unit`") }
    let type = parseType()
    let defaultValue = take(.assign) ? parseExpression() : nil
    return ParameterSyntax(
      name: name, type: type, defaultValue: defaultValue, documentation: nil,
      at: span(from: start))
  }

  mutating func parseType() -> TypeSyntax {
    let start = current.span.start
    let name = takeName("a type")
    guard enter() else {
      return TypeSyntax(name: name, arguments: [], isOptional: false, at: name.span)
    }
    defer { leave() }
    var arguments: [TypeSyntax] = []
    if !isRecovering, take(.symbol(.less)) {
      arguments.append(parseType())
      if at(.symbol(.greaterOrEqual)) { splitFirstByte(as: .symbol(.greater)) }
      if !take(.symbol(.greater)) { unexpected("\">\"") }
    }
    let isOptional = take(.question)
    return TypeSyntax(
      name: name, arguments: arguments, isOptional: isOptional, at: span(from: start))
  }

  /// `(name: type, …)`, empty if there are no parentheses.
  private mutating func parseFormals() -> [ParameterSyntax] {
    guard at(.leftParenthesis), !current.beginsLine else { return [] }
    let opening = openBracket()
    var formals: [ParameterSyntax] = []
    if !at(.rightParenthesis) {
      repeat { formals.append(parseFormal()) } while take(.comma)
    }
    closeBracket(opening, expected: "\",\"")
    return formals
  }

  private mutating func takeEquals(_ what: String) {
    if !take(.assign) { unexpected("\"=\" and \(what)") }
  }

  /// Behind `let`.
  private mutating func parseLet(from start: Int) -> DefinitionSyntax {
    let name = takeName("a name")
    takeEquals("a pipeline")
    let pipeline = parsePipeline()
    return DefinitionSyntax(name: name, kind: .binding(pipeline), at: span(from: start))
  }

  /// Behind `fn`.
  private mutating func parseFunction(from start: Int) -> DefinitionSyntax {
    let name = takeName("the name of the function")
    let formals = parseFormals()
    takeEquals("an expression")
    let body = isRecovering ? invalid() : parseExpression()
    return DefinitionSyntax(name: name, kind: .function(formals, body), at: span(from: start))
  }

  /// Behind `stage`.
  private mutating func parseStageDefinition(from start: Int) -> DefinitionSyntax {
    let name = takeName("the name of the stage")
    if !name.isQuoted, StageWord(rawValue: name.text) != nil {
      report(
        .takenName, "the language has a stage `\(name.text)`", at: name.span,
        remedy: "choose another name")
    }
    let formals = parseFormals()
    takeEquals("a stage")
    let first = current.span.start
    var stages = [parseStage()]
    endStage()
    stages += parseStages(from: first)
    return DefinitionSyntax(name: name, kind: .stage(formals, stages), at: span(from: start))
  }
}
