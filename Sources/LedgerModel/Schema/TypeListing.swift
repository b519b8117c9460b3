package import Catalog
import Text

/// What `kiem types` prints, as text for a terminal.
package enum TypeListing {
  /// Every type with its version and summary, one a line, in the order of the catalogue.
  package static func table(_ types: [EventType] = EventCatalog.types) -> String {
    lines(
      [["type", "version", "summary"]] + types.map { [$0.name, "\($0.version)", $0.summary] })
  }

  /// One type: identifier, envelope, fields and rules.
  package static func detail(of type: EventType) -> String {
    let needs = EnvelopeField.allCases.filter(type.envelope.contains).map(\.rawValue)
    var text = "\(type.identifier)\n\(type.summary)\n\n"
    text += "needs: " + (["id", "source", "time"] + needs).joined(separator: ", ") + "\n\n"
    text += lines([["field", "type", "", "notes"]] + FieldDescription.all(of: type).map(row))
    guard !type.rules.isEmpty else { return text }
    return text + "\nrules:\n" + type.rules.map { "  \($0.words)\n" }.joined()
  }

  private static func row(_ field: FieldDescription) -> [String] {
    var notes: [String] = []
    if let kind = field.counts { notes.append("counts \(kind.rawValue)s") }
    if field.refersTo != nil { notes.append("must be known") }
    if field.declares != nil { notes.append("new here") }
    switch field.privacy {
    case .open: break
    case .personal: notes.append("personal: kept in the vault")
    case .hashed: notes.append("personal: only a keyed hash is kept")
    }
    if !field.summary.isEmpty { notes.append(field.summary) }
    return [
      field.path, field.type, field.isRequired ? "required" : "", notes.joined(separator: "; "),
    ]
  }

  /// Columns padded to their widest cell; long choices do not widen the table.
  private static func lines(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      min(columnWidthMax, rows.map { cellWidth(of: $0[column]) }.max() ?? 0)
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += column == columns - 1 ? cell : cell.padded(toCells: widths[column]) + "  "
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static let columnWidthMax = 36
}
