import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// Stages that choose and compute columns: derive, select, drop, distinct.
extension Analyzer {
  func derive(_ bindings: [BindingSyntax], _ stage: StageSyntax, on stream: Stream) -> Stream {
    let ranks = RankCollector()
    let context = ExpressionContext(scope: stream.scope, mode: .derive(ranks))
    var projection = Projection(passing: stream.scope)
    for binding in bindings {
      let typed = value(binding.value, in: context)
      guard claim(binding.name, in: &projection) else { continue }
      projection.add(binding.name.text, typed.expression)
    }
    var result = stream
    if !ranks.ranks.isEmpty {
      let columns =
        stream.scope.columns
        + ranks.ranks.map { PlanColumn($0.name, $0.value.type.rankType) }
      result.node = PlanNode(
        .rank(stream.node, ranks.ranks), columns: columns, origin: stage.origin)
    }
    let narrowed = stream.scope.narrowed
    apply(projection, to: &result, origin: stage.origin)
    // Columns of before stay where they were, so what is known of them stays true.
    result.scope.narrowed = narrowed
    return result
  }

  func select(_ items: [ItemSyntax], _ stage: StageSyntax, on stream: Stream) -> Stream {
    let context = ExpressionContext(scope: stream.scope)
    var projection = Projection()
    for item in items {
      let typed = value(item.value, in: context)
      guard let name = self.name(of: item), claim(name, in: &projection) else { continue }
      projection.add(name.text, typed.expression)
    }
    projection.carryHidden(of: stream.scope)
    var result = stream
    apply(projection, to: &result, origin: stage.origin)
    return result
  }

  func drop(_ names: [NameSyntax], _ stage: StageSyntax, on stream: Stream) -> Stream {
    var dropped: Set<Int> = []
    for name in names {
      if let index = visibleIndex(of: name, in: stream.scope) { dropped.insert(index) }
    }
    var projection = Projection()
    for (index, column) in stream.scope.columns.enumerated() where !dropped.contains(index) {
      projection.add(column.name, PlanExpression(.column(index), type: column.type))
    }
    var result = stream
    apply(projection, to: &result, origin: stage.origin)
    return result
  }

  func distinct(_ names: [NameSyntax], _ stage: StageSyntax, on stream: Stream) -> Stream {
    let indexes = names.compactMap { visibleIndex(of: $0, in: stream.scope) }
    var result = stream
    result.extend(.distinct(stream.node, indexes), origin: stage.origin)
    return result
  }

  /// The column of that name; reports when there is none.
  func visibleIndex(of name: NameSyntax, in scope: RowScope) -> Int? {
    if let index = scope.index(of: name.text), !scope.columns[index].isHidden { return index }
    reportUnknownName(name, in: scope, expecting: nil)
    return nil
  }

  /// The name of an item: its own, else the last one in its expression.
  func name(of item: ItemSyntax) -> NameSyntax? {
    if let name = item.name { return name }
    if case .call(let function, let arguments) = item.value.kind, function.text == "each",
      let set = arguments.positional.first
    {
      return lastName(in: set)
    }
    if let name = lastName(in: item.value), !name.text.isEmpty { return name }
    report(
      .unnamedItem, "a computed column needs a name", at: item.span,
      remedy: "`name = \(text(item.span))`")
    return nil
  }

  /// Takes a name for a new column; reports when the result has it already.
  func claim(_ name: NameSyntax, in projection: inout Projection) -> Bool {
    guard !name.text.isEmpty else { return false }
    guard projection.names.contains(name.text) else { return true }
    report(
      .duplicateName, "there are two columns named '\(name.text)'", at: name.span,
      remedy: "give one of them another name: `other = …`")
    return false
  }

  func apply(_ projection: Projection, to stream: inout Stream, origin: Range<Int>?) {
    let before = stream.scope
    let columns = projection.bindings.map { PlanColumn($0.name, $0.expression.type) }
    stream.node = PlanNode(
      .project(stream.node, projection.bindings), columns: columns, origin: origin)
    stream.scope.columns = columns
    stream.scope.narrowed = []
    stream.scope.noteGone(from: before, at: stream.facts.stageNumber)
    stream.facts.identity = stream.facts.identity?.renamed { name in
      let place = before.index(of: name)
      return projection.bindings.first { binding in
        place.map { binding.expression.kind == .column($0) } ?? false
      }?.name
    }
    stream.scope.unitColumn = before.unitColumn.flatMap { unit in
      projection.bindings.firstIndex { $0.expression.kind == .column(unit) }
    }
  }
}

/// The columns of a stage's result as they are put together.
struct Projection {
  private(set) var bindings: [PlanBinding] = []
  private(set) var names: Set<String> = []

  init() {}

  /// All columns of the input, under their places.
  init(passing scope: RowScope) {
    for (index, column) in scope.columns.enumerated() {
      add(column.name, PlanExpression(.column(index), type: column.type))
    }
  }

  /// Names that the result has in any case.
  init(reserving columns: [PlanColumn]) {
    names = Set(columns.map(\.name))
  }

  mutating func add(_ name: String, _ expression: PlanExpression) {
    bindings.append(PlanBinding(name, expression))
    names.insert(name)
  }

  /// Hidden columns travel along behind the visible ones.
  mutating func carryHidden(of scope: RowScope) {
    for name in HiddenColumn.carried {
      guard let index = scope.index(of: name) else { continue }
      add(name, PlanExpression(.column(index), type: scope.columns[index].type))
    }
    for (index, column) in scope.columns.enumerated()
    where HiddenColumn.isOpened(column.name, by: names) {
      add(column.name, PlanExpression(.column(index), type: column.type))
    }
  }
}

extension RowScope {
  /// Remembers which columns the stage did not pass on.
  mutating func noteGone(from before: RowScope, at stage: Int) {
    for column in before.visibleColumns where index(of: column.name) == nil {
      gone[column.name] = stage
    }
    for column in columns { gone[column.name] = nil }
  }
}

extension ValueType {
  /// The type of a rank of such values.
  var rankType: ValueType { isOptional ? .optional(.integer(nil)) : .integer(nil) }
}
