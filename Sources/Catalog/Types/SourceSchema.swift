/// One column of a source: what the language sees.
package struct ColumnSchema: Sendable, Hashable {
  package let name: String
  package let type: ValueType
  package let summary: String

  package init(_ name: String, _ type: ValueType, _ summary: String = "") {
    self.name = name
    self.type = type
    self.summary = summary
  }
}

/// A source of the language: its columns, its key, and the columns with a special part.
package struct SourceSchema: Sendable, Hashable {
  package let name: String
  /// One line for help and documentation.
  package let summary: String
  /// Columns whose values together are unique and never none.
  package let key: [String]
  /// What the column `at` means here, as "first step".
  package let atMeaning: String
  /// All columns in declaration order, the common ones last.
  package let columns: [ColumnSchema]
  /// The column that `under`, `below`, `at level` and `rollup` use; none when there is none.
  package let unitColumn: String?
  /// True when rows belong to a campaign and carry the column `campaign`.
  package let isCampaignScoped: Bool
  /// The entity that this source describes: `unit.kind` looks up `units` by it.
  package let entity: EntityKind?
  /// Event types folded in, by name (`report.submitted`).
  package let events: [String]

  package init(
    _ name: String, _ summary: String, key: [String], at: String, entity: EntityKind? = nil,
    unitColumn: String? = "unit", isCampaignScoped: Bool = false, events: [String],
    columns: [ColumnSchema]
  ) {
    self.name = name
    self.summary = summary
    self.key = key
    self.atMeaning = at
    self.entity = entity
    self.unitColumn = columns.contains { $0.name == unitColumn } ? unitColumn : nil
    self.isCampaignScoped = isCampaignScoped
    self.events = events
    self.columns =
      columns + (isCampaignScoped ? [SourceSchema.campaignColumn] : [])
      + SourceSchema.commonColumns
  }

  package static let campaignColumn = ColumnSchema(
    "campaign", .entity(.campaign), "campaign that the row belongs to")

  /// The columns that every source has.
  package static let commonColumns: [ColumnSchema] = [
    ColumnSchema("at", .instant, "the source's own time"),
    ColumnSchema("recorded", .instant, "when the event of this version was recorded"),
    ColumnSchema("seq", .position, "position of the event of this version"),
    ColumnSchema("actor", .optional(.string), "who recorded it, a pseudonym or a system"),
    ColumnSchema("backdated", .bool, "recorded later than the campaign tolerates"),
    ColumnSchema("corrected", .bool, "a live correction changed it"),
  ]

  /// The column of that name and its index.
  package func column(named name: String) -> (index: Int, column: ColumnSchema)? {
    columns.firstIndex { $0.name == name }.map { ($0, columns[$0]) }
  }
}

/// A column that always has a value.
package func column(_ name: String, _ type: ValueType, _ summary: String = "") -> ColumnSchema {
  ColumnSchema(name, type, summary)
}

/// A column that may be none.
package func maybe(_ name: String, _ type: ValueType, _ summary: String = "") -> ColumnSchema {
  ColumnSchema(name, type.optional, summary)
}
