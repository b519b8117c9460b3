import LedgerModel

/// Who wrote an essay at that time, and which of a writer's essays counts: the first, the last or
/// the best, as the plan's reading A7 says.
struct EssaysReading: RowReading {
  let source = "essays"
  let dependencies = PersonColumns.dependencies + ["readings"]
  let fills = ["unit", "role", "counted"]
  let reads: [String]? = ["person", "essay"]
  let persons: PersonRule? = PersonRule(manner: nil)

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let persons = try PersonColumns(layout, context)
    let chosen = try EssaysReading.chosen(context)
    let (essay, counted) = (layout.column("essay"), layout.column("counted"))
    return { row in
      persons.fill(&row)
      row.values[counted] = .bool(row.values[essay].text.map(chosen.contains) ?? false)
    }
  }

  private struct Essay {
    let id: String
    let submitted: Instant
    let position: Position
    let points: ExactDecimal?
  }

  private static func chosen(_ context: ReadingContext) throws -> Set<String> {
    let essays = try context.stored("essays")
    let rules = try rules(context)
    let columns = ["campaign", "person", "essay", "submitted_at", "%position", "points"]
      .map { essays.column($0) }
    var groups: [[String]: [Essay]] = [:]
    for row in essays.rows where row.stands {
      guard let person = row.values[columns[1]].text, let id = row.values[columns[2]].text,
        let time = row.values[columns[3]].instant
      else { continue }
      groups[[row.values[columns[0]].text ?? "", person], default: []].append(
        Essay(
          id: id, submitted: time, position: row.values[columns[4]].position ?? .empty,
          points: row.values[columns[5]].decimal))
    }
    return Set(groups.compactMap { group, essays in choose(essays, by: rules[group[0]]) })
  }

  private static func choose(_ essays: [Essay], by rule: String?) -> String? {
    let ordered = essays.sorted { ($0.submitted, $0.position) < ($1.submitted, $1.position) }
    switch rule {
    case "last": return ordered.last?.id
    case "best":
      var best = ordered.first
      for essay in ordered.dropFirst() {
        guard let points = essay.points else { continue }
        if best?.points.map({ $0 < points }) ?? true { best = essay }
      }
      return best?.id
    default: return ordered.first?.id
    }
  }

  /// The value of the reading A7 by campaign.
  private static func rules(_ context: ReadingContext) throws -> [String: String] {
    let readings = try context.stored("readings")
    let columns = ["reading", "campaign", "value"].map { readings.column($0) }
    var rules: [String: String] = [:]
    for row in readings.rows where row.values[columns[0]].text == "A7" {
      rules[row.values[columns[1]].text ?? ""] = row.values[columns[2]].text
    }
    return rules
  }
}
