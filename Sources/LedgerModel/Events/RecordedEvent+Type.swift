import Catalog

extension RecordedEvent {
  /// The bare name of its type, as `report.submitted`.
  package var typeName: String { event.type.name }
}
