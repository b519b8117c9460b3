import Catalog
import QueryPlan
import QuerySyntax

/// The names that an expression may use.
struct RowScope {
  /// The row's columns, hidden ones too; positions are those of the plan. A name with a dot
  /// belongs to a look-up's alias: `p.channels`.
  var columns: [PlanColumn] = []
  /// Formals of the definition being read.
  var locals: [String: LocalName] = [:]
  /// Narrowing keys of expressions known to have a value.
  var narrowed: Set<String> = []
  /// Columns that an earlier stage did not pass on, with that stage's number.
  var gone: [String: Int] = [:]
  /// The source that the rows come from, none once they were grouped.
  var sourceName: String?
  /// After an error in a stage that makes columns: names that are not found are not reported.
  var isOpen = false
  /// The column that tree stages use.
  var unitColumn: Int?
  /// Event types that `kind` was fixed to, which type the fields of `data`.
  var eventTypes: [EventType] = []
  /// Levels that `at level` has left.
  var levels: Set<String>?
  /// The source was read without `all: true`.
  var leavesOutUnexpected = false

  func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

  var visibleColumns: [PlanColumn] { columns.filter { !$0.isHidden } }

  /// True when columns of that alias are in scope.
  func hasQualifier(_ name: String) -> Bool {
    columns.contains { $0.name.hasPrefix(name + ".") } || opensRow(name)
  }

  /// True for `old` and `new` where they name a row whose columns a dot opens.
  func opensRow(_ name: String) -> Bool {
    ["old", "new"].contains(name) && columns.contains { $0.name.hasPrefix("%\(name).") }
  }

  /// The columns that a dot behind that alias opens, by the name behind it.
  func columns(behind name: String) -> [String: Int] {
    let prefix = opensRow(name) ? "%\(name)." : name + "."
    var found: [String: Int] = [:]
    for (index, column) in columns.enumerated() where column.name.hasPrefix(prefix) {
      found[String(column.name.dropFirst(prefix.count))] = index
    }
    return found
  }

  /// The row's own tree day, none for that of the reading.
  var treeDay: PlanExpression? {
    index(of: HiddenColumn.treeDay).map { PlanExpression(.column($0), type: .date) }
  }

  /// The row's campaign, to tell apart ids that repeat between campaigns.
  var campaign: PlanExpression? {
    guard let index = index(of: "campaign"), columns[index].type.wrapped == .entity(.campaign)
    else { return nil }
    return PlanExpression(.column(index), type: columns[index].type)
  }
}

/// An argument under the name of a formal: read anew wherever the name stands.
final class LocalName {
  let syntax: ExpressionSyntax
  let type: ValueType
  /// Names visible where the argument was written.
  let locals: [String: LocalName]
  /// Definitions being read where the argument was written: an argument may use the function that
  /// it is given to, as in `twice(twice(n))`.
  let definitions: [String]

  init(
    _ syntax: ExpressionSyntax, type: ValueType, locals: [String: LocalName],
    definitions: [String]
  ) {
    self.syntax = syntax
    self.type = type
    self.locals = locals
    self.definitions = definitions
  }
}

/// Columns that travel along until rows are grouped, and are never shown.
enum HiddenColumn {
  static let treeDay = "%day"
  static let time = "%at"
  static let position = "%seq"
  static let carried = [treeDay, time, position, HistoryColumns.unit]

  /// A column of the row before or after, as long as `old` or `new` itself is there.
  static func isOpened(_ name: String, by names: Set<String>) -> Bool {
    names.contains("old") && name.hasPrefix(HistoryColumns.old)
      || names.contains("new") && name.hasPrefix(HistoryColumns.new)
  }
}

/// Where an expression stands: what it can name, and which functions have a meaning.
struct ExpressionContext {
  enum Mode {
    /// One row at a time.
    case row
    /// In `derive`, where ranks are collected.
    case derive(RankCollector)
    /// In the results of a grouping, where aggregates are collected.
    case grouped(AggregateCollector)
    /// In a clause that is settled before any row is read.
    case constant(String)
  }

  var scope: RowScope
  var mode: Mode = .row

  /// The same place, knowing that these have a value.
  func proving(_ keys: Set<String>) -> ExpressionContext {
    guard !keys.isEmpty else { return self }
    var copy = self
    copy.scope.narrowed.formUnion(keys)
    return copy
  }

  /// The same names one row at a time.
  var perRow: ExpressionContext { ExpressionContext(scope: scope) }
}

/// Ranks met while reading the values of one `derive`.
final class RankCollector {
  private(set) var ranks: [PlanRank] = []

  /// The name of the hidden column that will hold the rank.
  func add(_ value: PlanExpression, partition: [Int]) -> Int {
    ranks.append(PlanRank("%rank\(ranks.count)", of: value, partition: partition))
    return ranks.count - 1
  }
}

/// Aggregates met while reading the results of one grouping.
final class AggregateCollector {
  /// Columns of the keys; what a key is called has one value per group.
  let keys: [PlanColumn]
  /// Groups never are empty: there is a `by`, and neither `fill` nor a tree adds rows.
  let groupsHaveRows: Bool
  let isRollup: Bool
  /// `fill` adds groups in which only counts have a value.
  let isFilled: Bool
  /// What `count()` counts.
  let rowKind: CountKind
  /// Stage that filtered the rows by what was filed, for `rate`.
  let filingFilter: FilingFilter?
  private(set) var aggregates: [PlanAggregate] = []

  init(
    keys: [PlanColumn], groupsHaveRows: Bool, isRollup: Bool, isFilled: Bool, rowKind: CountKind,
    filingFilter: FilingFilter?
  ) {
    self.keys = keys
    self.groupsHaveRows = groupsHaveRows
    self.isRollup = isRollup
    self.isFilled = isFilled
    self.rowKind = rowKind
    self.filingFilter = filingFilter
  }

  /// The aggregate as a column behind the keys; equal ones are computed once.
  func add(_ aggregate: PlanAggregate) -> PlanExpression {
    let index = aggregates.firstIndex(of: aggregate) ?? aggregates.count
    if index == aggregates.count { aggregates.append(aggregate) }
    return PlanExpression(.column(keys.count + index), type: aggregate.type)
  }
}
