import Diagnostics
import LedgerModel
import Projections
import QuerySyntax

/// The row-wise stages of selectors over rows that have a unit and a tree.
struct StageCompiler<Row> {
  let conditions: ConditionCompiler<Row>
  /// The number of the row's unit; none for one that nobody registered.
  private let unit: (Row) -> Int?
  private let tree: (Row) -> TreeOfDay

  func test(_ stage: StageSyntax) throws(RuleError) -> (Row) -> Bool {
    let (unit, tree) = (unit, tree)
    switch stage.kind {
    case .filter(let expression): return try conditions.test(expression)
    case .atLevel(let levels):
      let names = levels.map(\.text)
      return { row in
        guard let unit = unit(row) else { return false }
        let level = tree(row).level(number: unit)
        return names.contains { $0 == level }
      }
    case .within(let scope, let root):
      guard case .literal(.string(let text)) = root.kind else {
        throw RuleError("a unit is wanted here, as text", at: root.span)
      }
      return { row in
        let tree = tree(row)
        guard let unit = unit(row), let root = tree.number(resolving: text),
          tree.isUnder(number: unit, root: root)
        else { return false }
        return scope == .under || tree.places[unit] != tree.places[root]
      }
    default: throw RuleError("this stage cannot stand in a selector", at: stage.keyword)
    }
  }
}

extension StageCompiler where Row == UnitRow {
  init(units zone: CivilZone) {
    self.init(
      conditions: ConditionCompiler(
        zone: zone,
        column: { path in
          if path.count == 1 { return UnitRow.reader(path[0]) }
          guard path.count == 2, ["unit", "parent"].contains(path[0]),
            let column = UnitRow.reader(path[1]), let base = UnitRow.reader(path[0])
          else { return nil }
          return { row in row.moved(to: base(row)).map(column) ?? .none }
        },
        function: { name, readers, expressions in
          guard let unit = readers.first else { return nil }
          return UnitRow.function(name, of: unit, expressions.argument, tree: { $0.tree })
        }),
      unit: { $0.number }, tree: { $0.tree })
  }
}

extension StageCompiler where Row == OfficeRow {
  init(offices zone: CivilZone) {
    self.init(
      conditions: ConditionCompiler(
        zone: zone,
        column: { path in
          if path.count == 1 { return OfficeRow.reader(path[0]) }
          guard path.count == 2, path[0] == "unit", let column = UnitRow.reader(path[1]) else {
            return nil
          }
          return { row in row.unitRow.map(column) ?? .none }
        },
        function: { name, readers, expressions in
          guard let unit = readers.first else { return nil }
          return UnitRow.function(name, of: unit, expressions.argument, tree: { $0.tree })
        }),
      unit: { $0.unit }, tree: { $0.tree })
  }
}

extension [ExpressionSyntax] {
  /// The second argument of a tree function: a level or a unit.
  fileprivate var argument: String? {
    guard count == 2 else { return nil }
    switch self[1].kind {
    case .enumCase(let name), .name(let name): return name.text
    case .literal(.string(let text)): return text
    default: return nil
    }
  }
}

extension UnitRow {
  /// The row of another unit on the same day.
  func moved(to unit: Value) -> UnitRow? {
    unit.text.flatMap { tree.history.numbers[$0] }.map {
      UnitRow(tree: tree, number: $0, pages: pages)
    }
  }
}

extension OfficeRow {
  fileprivate var unitRow: UnitRow? {
    unit.map { UnitRow(tree: tree, number: $0, pages: [:]) }
  }
}
