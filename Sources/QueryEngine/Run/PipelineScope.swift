import LedgerModel
import QueryPlan

/// What one pipeline is read at: settled by its scan, valid for all its stages.
struct PipelineScope {
  let source: String
  let reading: Reading
  /// What the pipeline itself was handed: the two readings of a `diff` begin from it, since `now`
  /// in them is that of the run and not a clock that one of them assumes.
  let inherited: Reading
  /// `over`: keeps rows whose `at` lies inside.
  let over: Period?
}

extension PlanNode {
  /// The pipeline's own input; none for a scan. The right sides of `with`, `lookup`, `append` and
  /// the steps of a funnel are pipelines of their own.
  var input: PlanNode? {
    switch kind {
    case .scan: nil
    case .filter(let input, _), .project(let input, _), .summarize(let input, _, _, _),
      .rollup(let input, _, _, _, _, _), .sort(let input, _), .take(let input, _),
      .top(let input, _, _, _), .distinct(let input, _), .semijoin(let input, _, _, _),
      .lookup(let input, _, _, _), .append(let input, _), .funnel(let input, _, _, _, _, _),
      .rank(let input, _), .assert(let input, _, _):
      input
    case .diff(let comparison): comparison.to
    case .why(let lineage): lineage.input
    }
  }

  /// The scan that the pipeline begins with.
  var leadingScan: PlanNode {
    var node = self
    while let input = node.input { node = input }
    return node
  }

  /// True when rows can be left unread without changing what the run says: nothing on the way
  /// could fail, assert or add a total.
  var mayStopEarly: Bool {
    switch kind {
    case .scan: true
    case .filter(let input, let predicate): !predicate.canFail && input.mayStopEarly
    case .project(let input, let bindings):
      !bindings.contains { $0.expression.canFail } && input.mayStopEarly
    default: false
    }
  }
}
