package import LedgerModel

/// The rows of a source as one reading sees them, all columns filled in.
package struct SourceTable: Sendable {
  package let layout: TableLayout
  /// In the order (position, key), those that do not stand included.
  package var rows: [SourceRow]

  package init(layout: TableLayout, rows: [SourceRow] = []) {
    self.layout = layout
    self.rows = rows
  }

  /// The index of a column that the source is known to have.
  package func column(_ name: String) -> Int {
    guard let index = layout.index(of: name) else {
      preconditionFailure("the source has no column \(name)")
    }
    return index
  }

  /// Row numbers by the text of that column; of equal texts the last row. O(rows).
  package func index(by column: String) -> [String: Int] {
    let index = self.column(column)
    var numbers: [String: Int] = [:]
    numbers.reserveCapacity(rows.count)
    for (number, row) in rows.enumerated() {
      if let text = row.values[index].text { numbers[text] = number }
    }
    return numbers
  }
}

/// One row under a reading: a value per column of the table's layout.
package struct SourceRow: Sendable, Hashable {
  package var values: [Value]
  /// False for what only `SOURCE(all: true)` shows.
  package var stands: Bool

  package init(values: [Value], stands: Bool = true) {
    self.values = values
    self.stands = stands
  }
}

/// Names and places of a table's columns: those that the schema declares, and hidden ones.
package struct TableLayout: Sendable {
  package let names: [String]
  private let indices: [String: Int]
  /// Where seq, recorded, actor and corrected are: asked of every row.
  let version: [Int?]

  package init(_ names: [String]) {
    self.names = names
    indices = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    version = ["seq", "recorded", "actor", "corrected"].map { [indices] in indices[$0] }
  }

  package func index(of name: String) -> Int? { indices[name] }
}
