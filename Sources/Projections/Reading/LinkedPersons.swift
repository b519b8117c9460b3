import Columns
import LedgerModel

/// Persons of stored blocks as the pseudonyms that stand for them: where a column has codes, the
/// code of an account becomes that of its person, so that the dictionary stays the one that all
/// sources share. What becomes of a code is found once and kept from one question to the next.
final class LinkedPersons {
  private var links = PersonLinks.none
  private var tables: [DictionaryNumber: LinkedCodes] = [:]

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

  /// The column linked. O(rows).
  func linked(_ column: Column, _ rowCount: Int) -> Column {
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
    guard let dictionary = column.dictionary else { return renamed(column) }
    var table = tables[dictionary] ?? LinkedCodes(links)
    // Dictionaries only grow.
    if table.count < column.values.count {
      tables[dictionary] = nil
      table.extend(over: column.values, links)
      tables[dictionary] = table
    }
    guard table.isComplete else { return renamed(column) }
    return CodedColumn(
      codes: table.codes(column.codes), values: column.values, dictionary: dictionary)
  }

  /// The same codes in a table of this block alone.
  private func renamed(_ column: CodedColumn) -> CodedColumn {
    CodedColumn(codes: column.codes, values: column.values.map { links.person($0) })
  }
}

/// What the codes of one dictionary become.
private struct LinkedCodes {
  private var standing: [UInt32] = []
  /// Codes of the accounts and of those who stand for them.
  private var codeOfPerson: [String: UInt32] = [:]
  /// Their texts, to be found by bytes: of a dictionary's texts nearly none is among them.
  private var named = TextTable(.entity)
  /// False while somebody who stands for an account has no code.
  private(set) var isComplete = true

  var count: Int { standing.count }

  init(_ links: PersonLinks) {
    for (account, person) in links.standing {
      _ = named.number(of: account.utf8Span.span)
      _ = named.number(of: person.utf8Span.span)
    }
  }

  mutating func extend(over values: ValueTable, _ links: PersonLinks) {
    for code in standing.count..<values.count { standing.append(UInt32(code)) }
    values.eachText { code, _, text in
      guard let number = named.find(text) else { return }
      codeOfPerson[named.text(number)] = UInt32(code)
    }
    isComplete = true
    for (account, person) in links.standing {
      guard let code = codeOfPerson[account] else { continue }
      guard let other = codeOfPerson[person] else {
        isComplete = false
        continue
      }
      standing[Int(code)] = other
    }
  }

  func codes(_ codes: Codes) -> Codes { .words(codes.widened.map { standing[Int($0)] }) }
}
