package import Catalog
package import LedgerModel

/// A column of a stage's result.
///
/// Names that begin with `%` are hidden: `%day` (tree day of the row), `%at`, `%seq`. Projections
/// carry them along until rows are grouped, so that `under` after `select` still asks the tree of
/// the row's own day and `first` still knows the order; results never show them.
package struct PlanColumn: Sendable, Hashable {
  package let name: String
  package let type: ValueType

  package init(_ name: String, _ type: ValueType) {
    self.name = name
    self.type = type
  }

  package var isHidden: Bool { name.hasPrefix("%") }
}

/// A named expression over the input row.
package struct PlanBinding: Sendable, Hashable {
  package let name: String
  package let expression: PlanExpression

  package init(_ name: String, _ expression: PlanExpression) {
    self.name = name
    self.expression = expression
  }
}

/// One aggregate over the rows of a group; rows for which `predicate` is false do not take part.
package struct PlanAggregate: Sendable, Hashable {
  package indirect enum Function: Sendable, Hashable {
    case count, distinct, sum, average, minimum, maximum
    /// The ⌈q·n⌉-th smallest of those that have a value.
    case quantile(Ratio)
    /// The same with n = all rows, none counted as never.
    case reached(Ratio)
    /// Rows where the argument is true ÷ all rows.
    case rate
    /// The inner aggregate of the group ÷ that of all rows, or of the groups equal in these keys.
    case share(PlanAggregate, of: [Int])
    /// By the hidden columns `%at` and `%seq` of the input where it has them, else by row order;
    /// rows without a value are passed over.
    case first, last
    /// Distinct values in order, at most so many: a set, whose last element is the text "… +k"
    /// when k more were cut off.
    case list(Int)
    /// A record of `largest` and `sum`: what a figure that cannot be added is known to lie between.
    case bounds
    /// In a roll-up: over the rows of the node itself.
    case own(PlanAggregate)
    /// In a roll-up: sum of the newest declarations of the lowest units in the subtree that
    /// declare; the column of `units`.
    case headcount(String)
  }

  package let function: Function
  package let argument: PlanExpression?
  package let predicate: PlanExpression?
  package let type: ValueType

  package init(
    _ function: Function, argument: PlanExpression? = nil, predicate: PlanExpression? = nil,
    type: ValueType
  ) {
    self.function = function
    self.argument = argument
    self.predicate = predicate
    self.type = type
  }
}

/// A key of a group.
package struct PlanGroupKey: Sendable, Hashable {
  package let name: String
  package let expression: PlanExpression
  /// `each(set)`: the row counts once in the group of every element.
  package let isEach: Bool

  package init(_ name: String, _ expression: PlanExpression, isEach: Bool = false) {
    self.name = name
    self.expression = expression
    self.isEach = isEach
  }
}

package struct SortKey: Sendable, Hashable {
  package let expression: PlanExpression
  package let isDescending: Bool

  package init(_ expression: PlanExpression, isDescending: Bool) {
    self.expression = expression
    self.isDescending = isDescending
  }
}

/// Grouping of `summarize` and `rollup`.
///
/// The aggregates see the input row; `outputs` see the keys followed by the aggregates, and give
/// the result's columns in order.
package struct Grouping: Sendable, Hashable {
  package var keys: [PlanGroupKey]
  package var aggregates: [PlanAggregate]
  package var outputs: [PlanBinding]

  package init(keys: [PlanGroupKey], aggregates: [PlanAggregate], outputs: [PlanBinding]) {
    self.keys = keys
    self.aggregates = aggregates
    self.outputs = outputs
  }
}

/// How rows of two inputs are matched: pairs of columns (left, right), and a predicate over both
/// rows, the right row's columns after the left's.
package struct JoinCondition: Sendable, Hashable {
  package var columns: [Pair]
  package var when: PlanExpression?

  package struct Pair: Sendable, Hashable {
    package let left: Int
    package let right: Int

    package init(left: Int, right: Int) {
      self.left = left
      self.right = right
    }
  }

  package init(columns: [Pair], when: PlanExpression? = nil) {
    self.columns = columns
    self.when = when
  }
}

/// A step of a funnel: a pipeline whose rows have the universe's key.
package struct FunnelStep: Sendable, Hashable {
  package let name: String
  package let input: PlanNode
  /// Columns of the step's rows.
  package let key: Int
  package let at: Int
  package let position: Int

  package init(name: String, input: PlanNode, key: Int, at: Int, position: Int) {
    self.name = name
    self.input = input
    self.key = key
    self.at = at
    self.position = position
  }
}

/// A funnel whose steps must happen one after the other.
package struct FunnelOrder: Sendable, Hashable {
  /// Longest time from the first step of a chain to its last, a length exact or by the calendar;
  /// none for any.
  package let within: PlanExpression?

  package init(within: PlanExpression?) {
    self.within = within
  }
}

/// A rank column: 1 + the number of rows with a greater value; equal values share a rank, none
/// has none.
package struct PlanRank: Sendable, Hashable {
  package let name: String
  package let value: PlanExpression
  /// Ranked among the rows that are equal in these columns.
  package let partition: [Int]

  package init(_ name: String, of value: PlanExpression, partition: [Int] = []) {
    self.name = name
    self.value = value
    self.partition = partition
  }
}

/// One stage of the logical plan. Rows come in the order (position, key) from a scan, every stage
/// but `sort` keeps the order, and sorting is stable: equal keys fall back to log position.
package struct PlanNode: Sendable, Hashable {
  package indirect enum Kind: Sendable, Hashable {
    /// Columns of the source by name, in order; hidden ones too.
    case scan(source: String, all: Bool, columns: [String], reading: ReadingRequest)
    case filter(PlanNode, PlanExpression)
    case project(PlanNode, [PlanBinding])
    /// One row per group in key order. `total` adds a row over all rows, with none for keys: it
    /// stays below whatever follows, and no later stage counts, sorts or cuts it off.
    case summarize(PlanNode, Grouping, fill: Bool, total: Bool)
    /// One line per unit from the root (none: the lowest unit not below `level` that holds all
    /// rows) down to `level` (none: all levels), pre-order; the result begins with unit, level and
    /// depth. `day` as in tree questions.
    case rollup(
      PlanNode, Grouping, unit: PlanExpression, day: PlanExpression?, root: String?, level: String?)
    case sort(PlanNode, [SortKey])
    case take(PlanNode, Int)
    /// The first rows by the key; with `per` those of each group, groups as they first come up.
    case top(PlanNode, Int, SortKey, per: [Int])
    /// First row of each combination, in order.
    case distinct(PlanNode, [Int])
    case semijoin(PlanNode, PlanNode, JoinCondition, isAnti: Bool)
    /// The left row's columns, then the right's. The right side is unique per key (`expand`: not);
    /// unmatched left rows get none.
    case lookup(PlanNode, PlanNode, JoinCondition, isExpand: Bool)
    case append(PlanNode, PlanNode)
    /// Columns: the keys, then step, reached, of_first, of_prev and gap; with `each` the input's
    /// columns, then one instant per step (the first row's without order).
    case funnel(
      PlanNode, key: Int, steps: [FunnelStep], order: FunnelOrder?, each: Bool,
      keys: [PlanGroupKey])
    /// The input's columns, then the ranks.
    case rank(PlanNode, [PlanRank])
    case assert(PlanNode, AssertionCondition, message: String?)
    /// The key, then what changed; see `ReadingComparison`.
    case diff(ReadingComparison)
    /// Lines that say where the rows come from; see `Lineage`.
    case why(Lineage)
  }

  package let kind: Kind
  package let columns: [PlanColumn]
  package let origin: Range<Int>?

  package init(_ kind: Kind, columns: [PlanColumn], origin: Range<Int>? = nil) {
    self.kind = kind
    self.columns = columns
    self.origin = origin
  }

  package static func == (left: PlanNode, right: PlanNode) -> Bool {
    left.kind == right.kind && left.columns == right.columns
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(columns)
  }
}

package enum AssertionCondition: Sendable, Hashable {
  case empty
  /// Must hold for every row.
  case holds(PlanExpression)
}
