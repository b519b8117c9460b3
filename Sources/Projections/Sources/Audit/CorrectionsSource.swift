import LedgerModel

/// `corrections`: corrections and voids as they stand, each with what it touched; one that was
/// itself voided shows with `all` only.
struct CorrectionsSource: DerivedSource {
  let source = "corrections"
  let dependencies: [String] = []

  func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let amendments = try context.amendments()
    let horizon = context.position
    var rows: [DerivedRow] = []
    try context.log.forEach(
      after: .empty, through: horizon, types: Amendments.eventTypes
    ) { stored in
      let (event, isVoided, isCorrected) = amendments.standing(stored, at: horizon)
      guard let position = event.event.position("target"),
        let target = try context.log.event(at: position)
      else { return }
      let touched = amendments.standing(target, at: horizon).event
      rows.append(
        row(event, target: touched, isVoided: isVoided, isCorrected: isCorrected))
    }
    return rows
  }

  private func row(
    _ event: RecordedEvent, target: RecordedEvent, isVoided: Bool, isCorrected: Bool
  ) -> DerivedRow {
    let said = event.event
    let fields = said["patch"]?.record?.map(\.name) ?? []
    return DerivedRow(
      values: [
        .symbol(event.typeName == "entry.voided" ? "voided" : "corrected"),
        .position(target.position), .symbol(target.event.kind), .entity(target.event.unit),
        .set(strings: fields), .string(said.text("reason") ?? ""),
        .entity(said.text("document")),
      ], at: .instant(said.time), stands: !isVoided,
      version: RowVersion(
        position: event.position, recorded: event.recorded, actor: said.actorName,
        isCorrected: isCorrected))
  }
}
