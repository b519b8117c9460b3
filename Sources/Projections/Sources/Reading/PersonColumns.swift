import LedgerModel

/// Fills `unit` and `role` of rows about a person as they were on the day of the row's `at`, in
/// the zone of its campaign.
struct PersonColumns {
  /// What the two columns are made from.
  static let dependencies = ["offices", "%unit_facts", "headcounts"]

  /// What is known of persons at a reading.
  struct Source {
    let campaigns: CampaignList
    let roles: RoleHistory
    private let terms: OfficeTerms
    private let tree: TreeOfDay
    private let ranks: [String: Int]

    init(_ context: ReadingContext) throws {
      campaigns = try context.campaigns
      roles = try context.roles
      terms = try context.officeTerms
      tree = try context.tree()
      ranks = try context.levelRanks
    }

    /// The unit of the principal office that the person held that day.
    func officeUnit(of person: String, on day: Day) -> String? {
      terms.of(person).filter { $0.isHeld(on: day) }
        .principal { ranks[tree.level(of: $0.unit) ?? ""] ?? .max }?.unit
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
    if prefersOffice || row.values[unit].isNone, let office = source.officeUnit(of: id, on: day) {
      row.values[unit] = .entity(office)
    }
    row.values[role] = .symbol(source.roles.role(of: id, on: day, unit: row.values[unit].text))
  }
}

extension CampaignList {
  /// The zone in which the campaign's days are read.
  func zone(of campaign: String?) -> CivilZone { settings(of: campaign).zone }
}
