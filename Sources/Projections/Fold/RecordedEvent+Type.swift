import Catalog
package import LedgerModel

extension RecordedEvent {
  /// The bare name of its type, as `report.submitted`.
  package var typeName: String { event.type.name }
}
