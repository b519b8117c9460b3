import Diagnostics
import LedgerModel
import Projections

/// Compiles the rules of duties once and keeps the index of evidence that they need.
///
/// The index knows the patterns of every duty that the log has declared so far, whatever position
/// is asked about; when a later declaration brings a pattern that it does not know, it is made
/// anew. Confined to one thread.
package final class DutyCompiler {
  private(set) var index: EvidenceIndex?
  /// Texts of the patterns that the index was made for, those that do not compile too.
  private(set) var indexed: Set<String> = []
  /// The index as it is written with rows, where rows are written.
  var written: StoredEvidence?
  private var selectors: [String: Result<HolderSelector, RuleError>] = [:]
  private var targets: [String: Result<TargetSelector, RuleError>] = [:]
  private var patterns: [String: Result<EvidencePattern, RuleError>] = [:]

  package init() {}

  /// The index for patterns of those texts and all that were asked for before, brought up to
  /// `position`.
  func index(
    for texts: Set<String>, zone: CivilZone, _ store: ProjectionStore, through position: Position
  ) throws -> EvidenceIndex {
    if index == nil, let stored = try store.archive.flatMap({ try self.stored(in: $0, zone) }) {
      (index, indexed) = (stored.index, stored.texts)
    }
    if let index, texts.isSubset(of: indexed) {
      try store.advance([index], through: position)
      return index
    }
    indexed.formUnion(texts)
    let made = EvidenceIndex(compiled(indexed, zone))
    try store.advance([made], through: position)
    index = made
    return made
  }

  func forgetIndex() { index = nil }

  /// The patterns of those texts that can be read, in the order of the texts.
  func compiled(_ texts: Set<String>, _ zone: CivilZone) -> [EvidencePattern] {
    texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .compactMap { try? pattern($0, zone).get() }
  }

  /// The rule with its selectors and the numbers of its patterns.
  func compile(
    _ rule: DutyRule, _ settings: CampaignSettings, _ index: EvidenceIndex
  ) throws(RuleError) -> CompiledDuty {
    let zone = settings.zone
    let holder = try selector(rule.holder, zone).get()
    var target: TargetSelector?
    if let each = rule.each { target = try self.target(each, zone).get() }
    var numbers: [[Int]] = []
    for part in rule.parts {
      var ofPart: [Int] = []
      for text in part.metBy {
        _ = try pattern(text, zone).get()
        if let number = index.number(of: text) { ofPart.append(number) }
      }
      numbers.append(ofPart)
    }
    guard let dueDay = rule.due.referenceDay(rule.boundary) else {
      throw RuleError("the due day lies outside the calendar", at: SourceSpan(0, 0))
    }
    return CompiledDuty(
      rule: rule, holder: holder, target: target, patterns: numbers, settings: settings,
      dueDay: dueDay)
  }

  private func selector(_ text: String, _ zone: CivilZone) -> Result<HolderSelector, RuleError> {
    let key = zone.identifier + " " + text
    if let known = selectors[key] { return known }
    let result = Result { () throws(RuleError) in try HolderSelector(text, zone: zone) }
    selectors[key] = result
    return result
  }

  private func target(_ text: String, _ zone: CivilZone) -> Result<TargetSelector, RuleError> {
    let key = zone.identifier + " " + text
    if let known = targets[key] { return known }
    let result = Result { () throws(RuleError) in try TargetSelector(text, zone: zone) }
    targets[key] = result
    return result
  }

  func pattern(_ text: String, _ zone: CivilZone) -> Result<EvidencePattern, RuleError> {
    if let known = patterns[text] { return known }
    let result = Result { () throws(RuleError) in try EvidencePattern(text, zone: zone) }
    patterns[text] = result
    return result
  }
}
