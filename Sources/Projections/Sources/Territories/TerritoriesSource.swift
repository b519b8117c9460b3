import LedgerModel

/// `territories`: the table that comes with the software; no event changes it.
struct TerritoriesSource: DerivedSource {
  /// The day that the table was taken; which units are older is not known.
  private static let day = Day(number: 18_840)

  let source = "territories"
  let dependencies: [String] = []

  func rows(in context: ReadingContext) throws -> [DerivedRow] {
    if Territories.all.list.isEmpty { throw Territories.missing }
    let taken = try context.campaigns.zone.start(of: TerritoriesSource.day)
    let version = RowVersion(position: .empty, recorded: taken, actor: nil)
    return Territories.all.list.map { territory in
      DerivedRow(
        values: [
          .entity(territory.code), .string(territory.code), .string(territory.name),
          .symbol(territory.rank.rawValue), .entity(territory.parent), .string(territory.path),
          .none, .none,
        ], at: .day(TerritoriesSource.day), version: version)
    }
  }
}
