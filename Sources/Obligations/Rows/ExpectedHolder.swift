import Projections

/// Who owes a duty, or owed it on an earlier day only.
struct ExpectedHolder: Hashable {
  /// The bearer, or the unit of the person; of a group the group's unit.
  let unit: String
  /// Number of the unit in the history of units; −1 for one that nobody registered.
  let number: Int32
  let person: String?
  let target: String?
  /// False for holders of earlier days of the span only.
  let isApplicable: Bool
  /// Newest event that says so.
  var version: RowVersion
  /// For a group: everyone of whom one must do it.
  var members: [String] = []
}
