import Import
import Kiem
import LedgerModel
import QueryEngine

/// The units of a ledger by id and name, for tables that name them.
enum LedgerUnits {
  /// Every unit that the ledger knows, closed ones too.
  static func list(of ledger: Ledger) throws -> UnitList {
    let answer = try ledger.query(QueryRequest("units(all: true) | select unit, name, path"))
    return UnitList(answer.table.rows.compactMap(unit))
  }

  private static func unit(_ row: [Value]) -> NamedUnit? {
    guard row.count == 3, case .entity(let id) = row[0], case .string(let name) = row[1],
      case .string(let path) = row[2]
    else { return nil }
    return NamedUnit(id: id, name: name, path: path)
  }
}
