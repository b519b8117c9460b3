/// The source `history X`: one row per version of a row of X, with the row before and after the
/// event that made the version.
package enum HistoryColumns {
  private static let prefix = "history "
  /// Hidden columns that a dot behind `old` and `new` opens are called by these and the column's name.
  package static let old = "%old."
  package static let new = "%new."
  /// The unit of the row, for questions to the tree.
  package static let unit = "%unit"
  package static let campaign = "%campaign"

  /// The name under which plans scan it.
  package static func source(of subject: String) -> String { prefix + subject }

  /// X, where the name is that of its history.
  package static func subject(of source: String) -> String? {
    source.hasPrefix(prefix) ? String(source.dropFirst(prefix.count)) : nil
  }

  /// What is shown: the key of the row, the event that made the version, and the row before and
  /// after it.
  package static func visible(of schema: SourceSchema) -> [ColumnSchema] {
    let key = schema.key.compactMap { schema.column(named: $0)?.column }
    let event = [
      ColumnSchema("seq", .position, "position of the event that made the version"),
      ColumnSchema("recorded", .instant, "when it was recorded"),
      ColumnSchema("at", .instant, "when it happened"),
      ColumnSchema("actor", .optional(.string), "who recorded it"),
      ColumnSchema("change", .eventKind, "kind of the event"),
    ]
    return key + event + rows
  }

  /// The two rows as a whole.
  package static let rows = [
    ColumnSchema("old", .optional(.record), "the row before, none for the first version"),
    ColumnSchema("new", .optional(.record), "the row after, none when it was taken away"),
  ]

  /// The columns of both rows, each of them none where its row is.
  package static func opened(of columns: [ColumnSchema]) -> [ColumnSchema] {
    [old, new].flatMap { side in
      columns.map { ColumnSchema(side + $0.name, $0.type.optional, $0.summary) }
    }
  }
}

extension SourceSchema {
  /// What to ask instead of a history, for sources whose rows are not kept as versions; none for
  /// those that have one.
  package var insteadOfHistory: String? { SourceSchema.historyElsewhere[name] }

  private static let historyElsewhere = [
    "events": "entries never change: ask `events`, which marks what was voided and corrected",
    "corrections": "entries never change: ask `corrections`",
    "waivers": "rulings never change: ask `waivers`",
    "units": "compare two states with `diff units from … to …`, or ask `events` of the unit",
    "people": "ask `history offices`, or compare with `diff people from … to …`",
    "results": "ask `history attempts`, or compare with `diff results from … to …`",
    "territories": "they come with the program and do not change with the log",
    "projections": "they describe the stored rows, not the log",
  ]
}
