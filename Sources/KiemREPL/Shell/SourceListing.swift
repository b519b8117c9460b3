import Catalog
import Diagnostics
import Text

/// What a query can begin with, and what each row of it holds.
package enum SourceListing {
  /// Every source with a line about it, in the order of the catalogue.
  package static var all: String {
    lines(SourceCatalog.all.map { [$0.name, $0.summary] })
  }

  /// The columns of a source with their types. Throws for a name that is none, with a guess.
  package static func description(of name: String) throws -> String {
    guard let source = SourceCatalog.source(named: name) else {
      let guess = nearestName(to: name, among: SourceCatalog.all.map(\.name))
      throw CommandFailure.argument(
        "there is no source '\(name)'",
        remedy: guess.map { "did you mean '\($0)'?" } ?? ".sources lists them")
    }
    let head = "\(source.name): \(source.summary)\n"
    let key = "key \(source.key.joined(separator: ", ")), at is \(source.atMeaning)\n\n"
    return head + key
      + lines(source.columns.map { [$0.name, $0.type.description, $0.summary] })
  }

  private static func lines(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      min(36, rows.map { cellWidth(of: $0[column]) }.max() ?? 0)
    }
    return rows.map { row in
      var line = row.enumerated().map { column, cell in
        column == count - 1 ? cell : cell.padded(toCells: widths[column])
      }.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
