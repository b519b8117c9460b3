import Catalog
import Testing

@Suite("Catalogue of sources")
struct SourceCatalogTests {
  private static let names: Set<String> = [
    "campaigns", "documents", "provisions", "contents", "duties", "readings", "targets",
    "units", "territories", "people", "offices", "headcounts", "rosters",
    "obligations", "waivers", "reminders", "reports",
    "materials", "deliveries", "views", "posts", "metrics", "outlets",
    "activities", "studies", "quizzes", "attempts", "results", "topic_scores", "answers",
    "essays", "gradings", "threads", "replies",
    "exemplars", "replications", "awards", "restrictions",
    "events", "corrections", "checkpoints", "exports", "projections", "imports", "personal",
    "accesses",
  ]

  @Test func holdsEachOfThe46SourcesOnce() {
    #expect(Self.names.count == 46)
    #expect(SourceCatalog.all.count == 46)
    #expect(Set(SourceCatalog.all.map(\.name)) == Self.names)
  }

  @Test(arguments: SourceCatalog.all.map(\.name))
  func isWellFormed(name: String) throws {
    let source = try #require(SourceCatalog.source(named: name))
    #expect(source.name == name)
    #expect(Set(source.columns.map(\.name)).count == source.columns.count, "a column twice")
    #expect(!source.key.isEmpty && !source.summary.isEmpty && !source.atMeaning.isEmpty)
    for key in source.key {
      let column = try #require(source.column(named: key)?.column, "no key column \(key)")
      #expect(!column.type.isOptional, "the key column \(key) may be none")
    }
    for event in source.events {
      #expect(EventCatalog.type(event) != nil, "no event \(event)")
    }
    #expect(Set(source.events).count == source.events.count, "an event twice")
    if let unitColumn = source.unitColumn {
      #expect(source.column(named: unitColumn)?.column.type.wrapped == .entity(.unit))
    }
    #expect(!name.contains { $0.isUppercase })
  }

  /// A column of an entity type opens with a dot, so somebody must describe that entity, and the
  /// look-up needs a key of one column.
  @Test func everyEntityColumnHasASourceToLookInto() throws {
    for source in SourceCatalog.all {
      for column in source.columns {
        guard case .entity(let entity) = column.type.wrapped else { continue }
        let described = try #require(
          SourceCatalog.source(describing: entity), "\(source.name).\(column.name)")
        #expect(described.key.count == 1)
      }
    }
    #expect(SourceCatalog.source(describing: .unit)?.name == "units")
    #expect(SourceCatalog.source(describing: .person)?.name == "people")
    #expect(SourceCatalog.source(describing: .place)?.name == "territories")
    #expect(SourceCatalog.source(describing: .activity)?.name == "activities")
  }

  @Test func enumerationsOfOneNameAreOne() {
    var known: [String: Enumeration] = [:]
    for column in SourceCatalog.all.flatMap(\.columns) {
      guard case .enumeration(let enumeration) = column.type.wrapped else { continue }
      #expect(known[enumeration.name] ?? enumeration == enumeration, "\(enumeration.name)")
      #expect(Set(enumeration.cases).count == enumeration.cases.count)
      known[enumeration.name] = enumeration
    }
    #expect(known["events.kind"]?.cases.contains("report_submitted") == true)
  }

  /// Words that an event may carry must be cases of the column that shows them.
  @Test(arguments: [
    ("duty.declared", "kind", "duties", "kind"),
    ("duty.declared", "origin", "duties", "origin"),
    ("duty.declared", "boundary", "duties", "boundary"),
    ("duty.declared", "cardinality", "duties", "cardinality"),
    ("reminder.sent", "channel", "reminders", "channel"),
    ("material.distributed", "medium", "deliveries", "medium"),
    ("material.accessed", "channel", "views", "channel"),
    ("media.item.published", "medium", "posts", "medium"),
    ("media.item.published", "audience", "posts", "audience"),
    ("media.item.published", "outlet_scope", "posts", "outlet_scope"),
    ("media.metric.observed", "metric", "metrics", "metric"),
    ("media.metric.observed", "method", "metrics", "method"),
    ("outlet.registered", "scope", "outlets", "scope"),
    ("study.session.held", "form", "activities", "form"),
    ("quiz.published", "policy", "quizzes", "policy"),
    ("feedback.received", "channel", "threads", "channel"),
    ("feedback.answered", "kind", "replies", "kind"),
    ("exemplar.nominated", "kind", "exemplars", "kind"),
    ("exemplar.nominated", "standing", "exemplars", "standing"),
    ("exemplar.nominated", "gender", "exemplars", "gender"),
    ("identity.revealed", "kind", "accesses", "kind"),
  ])
  func casesCoverTheWordsOfEvents(event: String, field: String, source: String, column: String)
    throws
  {
    let type = try #require(EventCatalog.type(event)?.field(named: field)?.type)
    let columnType = try #require(
      SourceCatalog.source(named: source)?.column(named: column)?.column.type.wrapped)
    guard case .choice(let words) = type, case .enumeration(let cases) = columnType else {
      Issue.record("\(event).\(field) or \(source).\(column) is no choice")
      return
    }
    #expect(words == cases.cases)
  }

  @Test func commonColumnsComeLastAndCampaignBeforeThem() throws {
    let reports = try #require(SourceCatalog.source(named: "reports"))
    #expect(
      reports.columns.suffix(7).map(\.name) == [
        "campaign", "at", "recorded", "seq", "actor", "backdated", "corrected",
      ])
    #expect(SourceCatalog.source(named: "units")?.isCampaignScoped == false)
    #expect(SourceCatalog.source(named: "outlets")?.unitColumn == "owner")
    #expect(SourceCatalog.source(named: "materials")?.unitColumn == "publisher")
    #expect(SourceCatalog.source(named: "documents")?.unitColumn == nil)
  }
}
