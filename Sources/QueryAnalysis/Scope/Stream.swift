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
  /// By which columns a row is known again in another reading; none where nothing tells.
  var identity: RowIdentity?
  /// The rows that the groups were put together from, where they are those of a source.
  var members: GroupMembers?
  /// What one row stands for, as `count()` counts it.
  var rowKind = CountKind.row
}

/// The columns that name a row.
struct RowIdentity {
  /// Where rows of a source still are its own.
  struct Origin {
    let source: String
    let readsAll: Bool
    /// The source's names of the columns.
    let columns: [String]
  }

  var columns: [String]
  var origin: Origin?

  /// The keys of groups.
  init(groups columns: [String]) { self.columns = columns }

  init(of schema: SourceSchema, readsAll: Bool) {
    columns = schema.key
    origin = Origin(source: schema.name, readsAll: readsAll, columns: schema.key)
  }

  /// Under the names of a projection; none when it leaves one of the columns out.
  func renamed(_ name: (String) -> String?) -> RowIdentity? {
    let renamed = columns.compactMap(name)
    guard renamed.count == columns.count else { return nil }
    var copy = self
    copy.columns = renamed
    return copy
  }
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
