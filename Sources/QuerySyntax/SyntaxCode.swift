/// The errors that can be told from the text alone, without knowing sources, columns or types.
///
/// The raw values are published: a code is never reused for something else.
package enum SyntaxCode: String, Sendable, Hashable, CaseIterable {
  case missingPipe = "K001"
  case unclosedString = "K002"
  /// Something else was expected here; the message says what.
  case unexpected = "K003"
  case unbalancedBracket = "K004"
  case unknownCharacter = "K005"
  case nestedTooDeeply = "K006"
  case badNumber = "K007"
  case badEscape = "K008"
  case unknownStage = "K009"
  /// A word of another language.
  case foreignWord = "K010"
  /// An operator of another language.
  case foreignOperator = "K011"
  /// A unit or a duty without quotes.
  case unquotedText = "K012"
  case foreignQuotes = "K013"
  case unnamedResult = "K014"
  case calledConstant = "K015"
  /// A Vietnamese word where the English one is wanted.
  case vietnameseWord = "K016"
  case upperCaseWord = "K017"
  case semicolon = "K018"
  case reservedName = "K019"
  case slashDate = "K020"
  case bareDate = "K021"
  case noSuchDate = "K022"
  case badDuration = "K023"
  case chainedComparison = "K024"
  /// A part of a file, or a clause, out of order or twice.
  case misplacedPart = "K025"
  case takenName = "K026"
  /// `count(*)`, which is told from the text; `count(x)` takes the same code in analysis.
  case countArgument = "K330"

  /// What went wrong, in one sentence for a page about the code.
  package var summary: String {
    switch self {
    case .missingPipe: "A stage stands without the \"|\" in front of it."
    case .unclosedString: "A string or a quoted name is not closed on its line."
    case .unexpected: "The grammar wants something else at this place."
    case .unbalancedBracket: "A bracket is opened and not closed, or closed and not opened."
    case .unknownCharacter: "A character has no meaning in a query."
    case .nestedTooDeeply: "Brackets, operators or pipelines are nested beyond the limit."
    case .badNumber: "A number is too large or malformed."
    case .badEscape: "A backslash in a string begins no known escape."
    case .unknownStage: "No stage has this name."
    case .foreignWord: "A word belongs to another query language."
    case .foreignOperator: "An operator belongs to another language."
    case .unquotedText: "A unit or a duty is written without quotes."
    case .foreignQuotes: "Text stands between typographic or single quotes."
    case .unnamedResult: "A computed column has no name."
    case .calledConstant: "A constant is called like a function."
    case .vietnameseWord: "A word of the language is written in Vietnamese."
    case .upperCaseWord: "A word of the language is written with capitals."
    case .semicolon: "A query needs no semicolon."
    case .reservedName: "A reserved word is used as a name."
    case .slashDate: "A date with slashes is a division."
    case .bareDate: "A date is written without the \"@\" in front of it."
    case .noSuchDate: "A date has the wrong form or does not exist."
    case .badDuration: "A duration has an unknown unit or a fraction."
    case .chainedComparison: "Comparisons are chained."
    case .misplacedPart: "A part of a file or a clause is out of order or stands twice."
    case .takenName: "A stage is given a name that the language uses."
    case .countArgument: "count() takes no column and no asterisk."
    }
  }
}
