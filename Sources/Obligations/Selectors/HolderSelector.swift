import Diagnostics
import LedgerModel
import Projections
import QuerySyntax

/// Who owes a duty: a filter over the units, or over the offices, of a day.
struct HolderSelector {
  enum Filter {
    case units((UnitRow) -> Bool)
    case offices((OfficeRow) -> Bool)
  }

  let filter: Filter
  /// Columns that it reads, to know when its answer can change.
  let reads: Set<String>

  /// Reads `units | …` or `offices | …`.
  init(_ text: String, zone: CivilZone) throws(RuleError) {
    let pipeline = try PipelineSyntax.selector(text)
    guard case .named(let name, _) = pipeline.source.base.kind else {
      throw RuleError("a selector begins with units or offices", at: pipeline.source.span)
    }
    reads = pipeline.names
    switch name.text {
    case "units":
      let compiler = StageCompiler(units: zone)
      var tests: [(UnitRow) -> Bool] = []
      for stage in pipeline.stages { tests.append(try compiler.test(stage)) }
      filter = .units { row in tests.allSatisfy { $0(row) } }
    case "offices":
      let compiler = StageCompiler(offices: zone)
      var tests: [(OfficeRow) -> Bool] = []
      for stage in pipeline.stages { tests.append(try compiler.test(stage)) }
      filter = .offices { row in tests.allSatisfy { $0(row) } }
    default: throw RuleError("a selector begins with units or offices", at: name.span)
    }
  }
}

/// The targets of a pair duty: a filter over units, and the one equality that ties a target to
/// its holder, so that pairs are a join and never a double loop.
struct TargetSelector {
  let filter: (UnitRow) -> Bool
  /// The unit of the holder, asked of the target.
  let holder: (UnitRow) -> Value
  let reads: Set<String>

  init(_ text: String, zone: CivilZone) throws(RuleError) {
    let pipeline = try PipelineSyntax.selector(text)
    let compiler = StageCompiler(units: zone)
    var tests: [(UnitRow) -> Bool] = []
    var ties: [(UnitRow) -> Value] = []
    for stage in pipeline.stages {
      guard case .filter(let expression) = stage.kind else {
        tests.append(try compiler.test(stage))
        continue
      }
      for conjunct in expression.conjuncts {
        if let side = conjunct.operand(equalTo: ["holder", "unit"]) {
          ties.append(try compiler.conditions.reader(side))
        } else {
          tests.append(try compiler.conditions.test(conjunct))
        }
      }
    }
    guard let tie = ties.first, ties.count == 1 else {
      throw RuleError(
        "exactly one equality ties the target to holder.unit", at: pipeline.span)
    }
    holder = tie
    filter = { row in tests.allSatisfy { $0(row) } }
    reads = pipeline.names
  }
}

extension ExpressionSyntax {
  /// The other side of an equality that has `path` on one side.
  func operand(equalTo path: [String]) -> ExpressionSyntax? {
    guard case .binary(let left, let operation, let right) = kind, operation.kind == .equal else {
      return nil
    }
    if left.path == path { return right }
    return right.path == path ? left : nil
  }
}

extension PipelineSyntax {
  /// The pipeline of a selector; texts that do not parse are errors.
  static func selector(_ text: String) throws(RuleError) -> PipelineSyntax {
    let source = SourceText(name: "selector", text: text)
    let parsed = parsePipeline(source, in: source.span)
    if let error = parsed.diagnostics.first(where: { $0.severity == .error }) {
      throw RuleError(error.message, at: error.span)
    }
    return parsed.node
  }

  /// All words that stand for columns or functions, and the stages that ask the tree.
  var names: Set<String> {
    var names: Set<String> = []
    func collect(_ expression: ExpressionSyntax) {
      switch expression.kind {
      case .name(let name), .call(let name, _), .member(_, let name): names.insert(name.text)
      default: break
      }
      expression.kind.children.forEach(collect)
    }
    for stage in stages {
      switch stage.kind {
      case .filter(let expression): collect(expression)
      case .within: names.insert("under")
      case .atLevel: names.insert("level")
      default: break
      }
    }
    return names
  }
}
