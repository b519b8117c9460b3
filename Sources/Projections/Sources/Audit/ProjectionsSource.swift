import Columns
import LedgerModel

/// `projections`: how far the stored rows have come. Rows live in memory in this version, so there
/// is one generation, it is live, and there is no rebuild to compare it with.
struct ProjectionsSource: DerivedSource {
  let source = "projections"
  let dependencies: [String] = []

  func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let store = context.store
    let names = store.sources.filter { !$0.hasPrefix("%") }
    try store.advance(names, through: context.position)
    return try names.compactMap { name in
      guard let stored = store.stored(name) else { return nil }
      return DerivedRow(
        values: [
          .string(name), .integer(1), .bool(true), .integer(1), .position(stored.position),
          .string(""), .integer(Int64(try stored.rows.rowCount)), .none,
          .integer(Int64(stored.quarantine.count)),
        ], at: .instant(context.clock),
        version: RowVersion(
          position: stored.position, recorded: context.clock, actor: nil))
    }
  }
}
