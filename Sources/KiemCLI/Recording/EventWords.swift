package import Catalog
package import LedgerModel

/// The fields of one event as they are typed: `key=value` words, read by the catalogue's types.
package struct EventWords {
  let type: EventType
  /// The zone of times that name none.
  let zone: CivilZone

  package init(type: EventType, zone: CivilZone) {
    self.type = type
    self.zone = zone
  }

  /// Reads the words into `draft` and checks the whole against the catalogue.
  ///
  /// - Parameter problems: what is wrong with the draft already, reported with the rest.
  /// - Returns: the event, or everything that is wrong with it.
  package func event(
    _ draft: Event, words: [String], problems: [FieldProblem] = []
  ) -> EventReading {
    var draft = draft
    var reader = FieldReader()
    for problem in problems { reader.report(problem) }
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        let remedy =
          word.contains("=")
          ? "write key=value without spaces around the ="
          : "write key=value, in quotes when it has spaces"
        reader.report(word, .syntax, "is no field", remedy: remedy)
        continue
      }
      let name = String(parts[0])
      // The validator reports names that the type does not have.
      guard let spec = type.field(named: name) else {
        draft.data.append(NamedValue(name, .bool(true)))
        continue
      }
      if let value = value(String(parts[1]), of: spec, &reader) {
        draft.data.append(NamedValue(name, value))
      }
    }
    return reader.reading(of: draft)
  }

  private func value(
    _ text: String, of spec: FieldSpec, _ reader: inout FieldReader
  ) -> FieldValue? {
    if spec.privacy != .open { return .text(text) }
    var value = FieldWord(path: "data.\(spec.name)", zone: zone, reader: reader)
    defer { reader = value.reader }
    return value.read(text, as: spec.type)
  }
}
