/// A column type with the cases of one enumeration, in the order in which they sort.
func enumerated(_ name: String, _ cases: String...) -> ValueType {
  .enumeration(Enumeration(name: name, cases: cases))
}

/// Enumerations that more than one source uses: a case means the same wherever it appears, and
/// columns that share one can be compared.
extension ValueType {
  /// Any kind of event, as `.report_submitted`, in the order of the catalogue.
  static let eventKind = ValueType.enumeration(
    Enumeration(name: "events.kind", cases: EventCatalog.types.map(\.kind)))

  static let dutyKind = enumerated(
    "duties.kind", "plan", "publish", "distribute", "guide", "publicise", "press", "report",
    "propagate", "mobilise", "study", "exam", "essay", "share", "roster", "answer", "rule", "other")
  static let dutyOrigin = enumerated(
    "duties.origin", "stated", "implied", "internal", "external")
  static let boundary = enumerated("duties.boundary", "before", "by")
  static let decidingInstant = enumerated("duties.instant", "submitted", "received", "recorded")

  static let role = enumerated("people.role", "official", "member", "worker", "other")
  static let gender = enumerated("people.gender", "female", "male", "other")

  static let medium = enumerated(
    "posts.medium", "website", "facebook", "zalo", "newspaper", "radio", "tv", "loudspeaker",
    "newsletter")
  static let outletScope = enumerated("outlets.scope", "union", "local", "national")
  static let sessionForm = enumerated("activities.form", "in_person", "online", "hybrid")
  static let attemptPolicy = enumerated("quizzes.policy", "first", "best", "last", "mean")
  static let feedbackChannel = enumerated(
    "threads.channel", "zalo", "facebook", "portal", "phone", "direct")
}
