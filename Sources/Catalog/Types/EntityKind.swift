/// What an identifier stands for: every reference in an event and every entity column names one.
///
/// The raw value is the word users see in the language (`param root : unit`), in schemas and in
/// the registry's keys, so a case is never renamed.
package enum EntityKind: String, CaseIterable, Sendable, Hashable, Codable {
  case unit, person, place, campaign, material, document, provision, duty, obligation, report
  case quiz, attempt, essay, post, outlet, thread, exemplar, activity, checkpoint
  case office, content, figure, allocation

  /// True when the identifier is unique only inside one campaign: two plans may both have an O11.
  package var isCampaignScoped: Bool {
    switch self {
    case .provision, .duty, .content, .figure: true
    default: false
    }
  }
}
