package import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Names, types and the plan of one text. Holds what the whole text shares; stages and
/// expressions are read by the extensions.
final class Analyzer {
  let source: SourceText
  let schemas: SchemaSet
  let resolver: (any EntityResolver)?
  let options: AnalysisOptions
  var diagnostics: [Diagnostic] = []
  var parameters: [String: BoundParameter] = [:]
  var usedParameters: Set<String> = []
  var definitions: [String: DefinitionSyntax] = [:]
  /// Definitions being read, innermost last: one that comes up again is circular.
  var activeDefinitions: [String] = []
  /// Where the main text uses the definition being read; none outside of definitions.
  var expansionSpan: SourceSpan?
  var budget = ExpansionBudget()
  var stageScopes: [StageScope] = []
  /// Sources read that belong to campaigns, while none was chosen.
  var mixesCampaigns = false
  /// The campaign that every source is cut down to.
  var campaign: PlanExpression?

  init(
    source: SourceText, schemas: SchemaSet, resolver: (any EntityResolver)?,
    options: AnalysisOptions
  ) {
    self.source = source
    self.schemas = schemas
    self.resolver = resolver
    self.options = options
    campaign = options.campaign.map {
      PlanExpression(.constant(.entity($0)), type: .entity(.campaign))
    }
  }

  /// The campaign by id where it is known, for resolving names.
  var campaignName: String? {
    if case .constant(.entity(let id)) = campaign?.kind { return id }
    return nil
  }

  func report(
    _ code: AnalysisCode, _ message: String, at span: SourceSpan, remedy: String? = nil,
    notes: [String] = [], fixIts: [FixIt] = []
  ) {
    add(.error, code, message, at: span, remedy: remedy, notes: notes, fixIts: fixIts)
  }

  func warn(
    _ code: AnalysisCode, _ message: String, at span: SourceSpan, remedy: String? = nil,
    notes: [String] = [], fixIts: [FixIt] = []
  ) {
    add(.warning, code, message, at: span, remedy: remedy, notes: notes, fixIts: fixIts)
  }

  /// A definition is read once per use: the same finding is kept once.
  private func add(
    _ severity: Severity, _ code: AnalysisCode, _ message: String, at span: SourceSpan,
    remedy: String?, notes: [String], fixIts: [FixIt]
  ) {
    let finding = Diagnostic(
      severity, code.rawValue, message, at: span, remedy: remedy, notes: notes, fixIts: fixIts)
    if !diagnostics.contains(finding) { diagnostics.append(finding) }
  }

  /// The text of a span, for messages and fix-its.
  func text(_ span: SourceSpan) -> String { source[span] }
}

/// A parameter with its value as an expression: `now` and `head` are settled only when the run
/// begins.
struct BoundParameter {
  let description: ParameterDescription
  let expression: PlanExpression
  let span: SourceSpan
}

/// The sources that a text may name.
package struct SchemaSet: Sendable {
  package let all: [SourceSchema]
  private let byName: [String: SourceSchema]
  private let byEntity: [EntityKind: SourceSchema]

  package init(_ all: [SourceSchema] = SourceCatalog.all) {
    self.all = all
    byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    byEntity = Dictionary(
      all.compactMap { schema in schema.entity.map { ($0, schema) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The source of that name. O(1).
  package func source(named name: String) -> SourceSchema? { byName[name] }

  /// The source that a dot behind such an entity opens. O(1).
  package func source(describing entity: EntityKind) -> SourceSchema? { byEntity[entity] }
}
