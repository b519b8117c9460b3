import LedgerModel

/// Fills `unit` and `role` of rows about a person as they were on the day of the row's `at`, in
/// the zone of its campaign.
struct PersonColumns {
  /// What the two columns are made from.
  static let dependencies = ["offices", "%unit_facts", "headcounts"]

  /// What is known of persons at a reading.
  struct Source {
    let campaigns: CampaignList
    let terms: OfficeTerms
    private let tree: TreeOfDay
    private let ranks: [String: Int]

    init(_ context: ReadingContext) throws {
      campaigns = try context.campaigns
      terms = try context.officeTerms
      tree = try context.tree()
      ranks = try context.levelRanks
    }

    /// The one of some offices that decides a person's unit.
    func principal(_ offices: [Int]) -> Int? {
      terms.principal(offices) { ranks[tree.level(of: terms.unit($0)) ?? ""] ?? .max }
    }
  }

  private let person: Int
  private let unit: Int
  private let role: Int
  private let at: Int
  private let campaign: Int
  private let source: Source

  init(_ layout: TableLayout, _ context: ReadingContext) throws {
    person = layout.column("person")
    unit = layout.column("unit")
    role = layout.column("role")
    at = layout.column("at")
    campaign = layout.column("campaign")
    source = try Source(context)
  }

  /// A person's own event names the unit better than the office does; where the event is another's
  /// (a session that many attend), the office comes first.
  func fill(_ row: inout SourceRow, prefersOffice: Bool = false) {
    guard let id = row.values[person].text, let time = row.values[at].instant else { return }
    let day = source.campaigns.zone(of: row.values[campaign].text).day(of: time)
    let held = source.terms.code(of: id).map { source.terms.held(by: $0, on: day) } ?? []
    if prefersOffice || row.values[unit].isNone, let office = source.principal(held) {
      row.values[unit] = .entity(source.terms.unit(office))
    }
    row.values[role] = .symbol(
      !held.isEmpty ? "official" : row.values[unit].isNone ? "other" : "member")
  }
}

extension CampaignList {
  /// The zone in which the campaign's days are read.
  func zone(of campaign: String?) -> CivilZone { settings(of: campaign).zone }
}
