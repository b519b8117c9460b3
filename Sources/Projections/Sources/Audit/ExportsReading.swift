import LedgerModel

/// The first checkpoint that covers what an export was made from.
struct ExportsReading: RowReading {
  let source = "exports"
  let dependencies = ["checkpoints"]
  let fills = ["checkpoint"]

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let checkpoints = try context.stored("checkpoints")
    let (name, size) = (checkpoints.column("checkpoint"), checkpoints.column("position"))
    let signed = checkpoints.rows.map {
      (size: $0.values[size].position ?? .empty, name: $0.values[name])
    }
    let (needed, checkpoint) = (layout.column("as_of_seq"), layout.column("checkpoint"))
    return { row in
      guard let position = row.values[needed].position else { return }
      row.values[checkpoint] = signed.first { $0.size >= position }?.name ?? .none
    }
  }
}
