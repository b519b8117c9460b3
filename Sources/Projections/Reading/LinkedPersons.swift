import Columns
import LedgerModel

/// Persons of stored blocks as the pseudonyms that stand for them: where a column has codes, the
/// codes stay and the table they are read in is another one, made once per dictionary and kept from
/// one question to the next.
final class LinkedPersons {
  private struct LinkedTable {
    let dictionary: DictionaryNumber
    var values: [Value]
  }

  private var links = PersonLinks.none
  private var tables: [DictionaryNumber: LinkedTable] = [:]

  /// Makes the links known that the next blocks are read with.
  func follow(_ links: PersonLinks) {
    guard links.standing != self.links.standing else { return }
    self.links = links
    tables = [:]
  }

  /// The block with its columns at those places linked; other columns as they are.
  func linking(_ block: Block, _ persons: [Int]) -> Block {
    var columns = block.columns
    for index in persons { columns[index] = linked(columns[index], block.rowCount) }
    return Block(rowCount: block.rowCount, columns: columns, mask: block.mask)
  }

  private func linked(_ column: Column, _ rowCount: Int) -> Column {
    switch column {
    case .constant(let value): return .constant(links.person(value))
    case .coded(let coded): return .coded(linked(coded))
    default: break
    }
    let isTouched = (0..<rowCount).contains { row in
      column.value(at: row).text.map { links.standing[$0] != nil } ?? false
    }
    guard isTouched else { return column }
    return .values((0..<rowCount).map { links.person(column.value(at: $0)) })
  }

  private func linked(_ column: CodedColumn) -> CodedColumn {
    guard let dictionary = column.dictionary else {
      return CodedColumn(codes: column.codes, values: column.values.map { links.person($0) })
    }
    var table =
      tables[dictionary] ?? LinkedTable(dictionary: .fresh(), values: [])
    // Dictionaries only grow.
    if table.values.count < column.values.count {
      for value in column.values[table.values.count...] { table.values.append(links.person(value)) }
      tables[dictionary] = table
    }
    return CodedColumn(
      codes: column.codes, values: table.values, dictionary: table.dictionary)
  }
}
