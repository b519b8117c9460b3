import Catalog
import Diagnostics
import QueryPlan

/// A pipeline as far as it has been read: its plan, the names it yields, and what lints need to
/// remember of the stages behind it.
struct Stream {
  var node: PlanNode
  var scope: RowScope
  var facts = StreamFacts()

  /// Puts a node on top that passes every column on under the same index.
  mutating func extend(_ kind: PlanNode.Kind, origin: Range<Int>?) {
    node = PlanNode(kind, columns: scope.columns, origin: origin)
  }
}

struct StreamFacts {
  /// 1 for the source.
  var stageNumber = 1
  var isSorted = false
  var isGrouped = false
  var filingFilter: FilingFilter?
  /// Set by a verb that named several duties by their kind, until a stage leaves only one.
  var mixedDuties: MixedDuties?
  /// Root of the last `under`, none for the whole tree.
  var root: String?
  var reading = ReadingRequest()
  /// What one row stands for, as `count()` counts it.
  var rowKind = CountKind.row
}

/// A stage that took rows out of the denominator of a rate by what was filed.
struct FilingFilter {
  let stage: Int
  /// As typed, for the message.
  let text: String
  /// True when the rows were added instead: `(all: true)`.
  let addsRows: Bool
}

/// Duties that a verb named by the kind they share.
struct MixedDuties {
  let kind: String
  /// The kind in the text.
  let span: SourceSpan
  /// Ids in declaration order.
  var duties: [String]
}
