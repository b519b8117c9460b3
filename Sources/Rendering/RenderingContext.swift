package import Catalog
package import LedgerModel

/// What printing needs besides the rows.
package struct RenderingContext: Sendable {
  /// The campaign's zone; instants are shown in it.
  package let zone: CivilZone
  /// The printed name of an entity, none where the id is shown.
  package let name: @Sendable (EntityKind, String) -> String?
  /// Cells of the terminal; none for unlimited (pipes and files are never cut).
  package let width: Int?
  package let usesColour: Bool

  package init(
    zone: CivilZone, width: Int? = nil, usesColour: Bool = false,
    name: @escaping @Sendable (EntityKind, String) -> String? = { _, _ in nil }
  ) {
    self.zone = zone
    self.width = width
    self.usesColour = usesColour
    self.name = name
  }
}
