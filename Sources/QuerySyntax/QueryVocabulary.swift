/// The closed vocabulary, for completion, highlighting and suggestions.
package enum QueryVocabulary {
  /// Words that begin a stage; `at` is followed by `level`.
  package static let stageWords: [String] = StageWord.allCases.map(\.rawValue)

  /// The verbs over statuses, which are stages too.
  package static let verbs: [String] = StatusVerb.allCases.map(\.rawValue)

  /// Words that can never be names.
  package static let reservedWords: [String] = ReservedWord.allCases.map(\.rawValue)

  /// Words that begin a line of a saved query.
  package static let definitionWords: [String] = DefinitionWord.allCases.map(\.rawValue)

  /// Words behind a source.
  package static let sourceClauses = ["as of", "valid at", "over", "assuming"]

  /// Words in front of a source.
  package static let sourcePrefixes = ["history", "diff"]

  /// Words that have a meaning inside some stage and are names elsewhere.
  package static let contextualWords = [
    "all", "asc", "between", "desc", "each", "fill", "from", "level", "matches", "order", "per",
    "to", "total", "until", "when", "within",
  ]

  /// Constants that stand alone, without parentheses.
  package static let constants = ["head", "now", "today"]

  /// The units written behind the number of a duration.
  package static let durationUnits: [String] = DurationUnit.allCases.map(\.rawValue)
}

/// The words that begin a stage.
enum StageWord: String, CaseIterable {
  case `where`, under, below, at
  case missing, late, filed, unfiled, pending, waived
  case with, without, lookup, expand, append
  case derive, select, drop, distinct
  case summarize, rollup, funnel
  case sort, take, top
  case show, assert, why
  case sequence, pivot

  /// The four that are followed by a pipeline in parentheses, and `append`.
  var takesPipeline: Bool {
    switch self {
    case .with, .without, .lookup, .expand, .append: true
    default: false
    }
  }

  /// Those that keep or drop rows one by one, the only ones in a funnel step.
  var isRowWise: Bool {
    switch self {
    case .where, .under, .below, .at: true
    default: StatusVerb(rawValue: rawValue) != nil
    }
  }
}

/// The words that begin a line of a saved query.
enum DefinitionWord: String, CaseIterable {
  case use, query, param, `let`, fn, stage
}
