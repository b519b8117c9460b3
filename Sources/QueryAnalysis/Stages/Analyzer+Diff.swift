import Catalog
import Diagnostics
import QueryPlan
import QuerySyntax

/// `diff X from a to b`: one pipeline at two readings.
extension Analyzer {
  func diff(
    _ subject: BaseSyntax, from first: ExpressionSyntax, to second: ExpressionSyntax,
    _ syntax: SourceSyntax, in environment: PipelineEnvironment
  ) -> Stream {
    refuseOver(syntax, behind: "diff")
    if let asOf = syntax.asOf {
      report(
        .clauseOutOfPlace, "diff has two positions of its own", at: asOf.span,
        remedy: "`from … to \(text(asOf.span))`")
    }
    let clock = ComparedClock(syntax.assuming)
    var request = reading(of: clock.without(syntax), schema: nil, in: environment)
    guard let start = instant(first, "from", in: environment),
      let end = instant(second, "to", in: environment)
    else { return openStream(request) }
    request.asOf = nil
    func read(_ asOf: PlanExpression, clock: PlanExpression?) -> Stream {
      var inner = environment.inner
      inner.reading = request
      inner.reading.asOf = asOf
      inner.reading.clock = clock ?? request.clock
      let plain = SourceSyntax(base: subject, at: subject.span)
      return pipeline(PipelineSyntax(source: plain, stages: [], at: subject.span), in: inner)
    }
    let fixed = clock.isStart ? start.asClock : clock.isEnd ? end.asClock : nil
    let to = read(end, clock: fixed)
    let from = read(start, clock: fixed)
    let isFixed = fixed != nil || request.clock != nil
    let later = isFixed ? nil : read(start, clock: end.asClock)
    guard !to.scope.isOpen, !from.scope.isOpen else { return openStream(to.facts.reading) }
    guard let identity = to.facts.identity else {
      report(
        .diffNeedsKey, "these rows cannot be told apart in two readings", at: subject.span,
        remedy: "keep the key of the source, or `summarize … by` what names a row")
      return openStream(to.facts.reading)
    }
    return comparison(
      ComparedStreams(from: from, to: to, later: later, start: start), identity, syntax)
  }

  private struct ComparedStreams {
    let from: Stream
    let to: Stream
    let later: Stream?
    let start: PlanExpression
  }

  private func comparison(
    _ streams: ComparedStreams, _ identity: RowIdentity, _ syntax: SourceSyntax
  ) -> Stream {
    let inputs = visibleOnly(streams.to)
    let names = inputs.columns.map(\.name)
    let keys = identity.columns.compactMap { names.firstIndex(of: $0) }
    let unit = streams.to.scope.unitColumn.flatMap { index in
      names.firstIndex(of: streams.to.scope.columns[index].name)
    }
    let layout = DiffLayout(inputs.columns, keys: keys, unit: unit)
    let comparison = ReadingComparison(
      from: visibleOnly(streams.from), to: inputs, later: streams.later.map(visibleOnly),
      versions: versions(identity, streams), keys: keys,
      compared: compared(names, besides: keys, streams.to), running: running(names, streams.to),
      outputs: layout.outputs)
    var scope = RowScope()
    scope.columns = layout.columns
    scope.locals = streams.to.scope.locals
    scope.sourceName = "the diff"
    scope.unitColumn =
      keys.firstIndex { $0 == unit } ?? scope.index(of: HistoryColumns.unit)
    let node = PlanNode(
      .diff(comparison), columns: layout.columns, origin: syntax.span.start..<syntax.span.end)
    var stream = Stream(node: node, scope: scope)
    stream.facts.reading = streams.to.facts.reading
    stream.facts.identity = identity
    return stream
  }

  /// Who recorded a row and what only runs with the clock makes no difference.
  private static let uncompared: Set = ["seq", "recorded", "actor", "past_due", "due_soon"]

  private func compared(_ names: [String], besides keys: [Int], _ stream: Stream) -> [Int] {
    names.indices.filter { index in
      !keys.contains(index)
        && (stream.facts.isGrouped || !Self.uncompared.contains(names[index]))
    }
  }

  private func running(_ names: [String], _ stream: Stream) -> ReadingComparison.Running? {
    guard !stream.facts.isGrouped, let lateness = names.firstIndex(of: "lateness"),
      let flag = names.firstIndex(of: "censored")
    else { return nil }
    return ReadingComparison.Running(column: lateness, flag: flag)
  }

  /// The versions made between the two readings, where the source keeps them.
  private func versions(
    _ identity: RowIdentity, _ streams: ComparedStreams
  ) -> PlanNode? {
    guard let origin = identity.origin, let schema = schemas.source(named: origin.source),
      schema.insteadOfHistory == nil
    else { return nil }
    let columns =
      origin.columns.compactMap { name in
        schema.column(named: name).map { PlanColumn(name, $0.column.type) }
      } + [PlanColumn(HiddenColumn.position, .position)]
    guard columns.count == origin.columns.count + 1 else { return nil }
    var request = streams.to.facts.reading
    request.after = streams.start
    return PlanNode(
      .scan(
        source: HistoryColumns.source(of: origin.source), all: origin.readsAll,
        columns: columns.map(\.name), reading: request), columns: columns)
  }
}

/// The columns of a diff and where each comes from.
private struct DiffLayout {
  private(set) var columns: [PlanColumn] = []
  private(set) var outputs: [ReadingComparison.Output] = []

  init(_ inputs: [PlanColumn], keys: [Int], unit: Int?) {
    for key in keys { add(inputs[key].name, inputs[key].type, .either(key)) }
    add("change", ReadingComparison.change, .change)
    add("events", .optional(.set(.position)), .events)
    for (column, isNew) in zip(HistoryColumns.rows, [false, true]) {
      add(column.name, column.type, .whole(isNew: isNew))
    }
    if let unit { add(HistoryColumns.unit, inputs[unit].type, .either(unit)) }
    for (side, isNew) in [(HistoryColumns.old, false), (HistoryColumns.new, true)] {
      for (index, column) in inputs.enumerated() {
        add(side + column.name, column.type.optional, .side(index, isNew: isNew))
      }
    }
  }

  private mutating func add(_ name: String, _ type: ValueType, _ output: ReadingComparison.Output) {
    columns.append(PlanColumn(name, type))
    outputs.append(output)
  }
}

/// `assuming (clock: .from)`: both readings judged at the clock of the first; `.to`: at that of the
/// second.
private struct ComparedClock {
  private(set) var isStart = false
  private(set) var isEnd = false
  private var others: [ArgumentSyntax] = []

  init(_ assuming: ArgumentsSyntax?) {
    for argument in assuming?.arguments ?? [] {
      switch argument.label?.text == "clock" ? argument.value?.kind : nil {
      case .enumCase(let name)? where name.text == "from": isStart = true
      case .enumCase(let name)? where name.text == "to": isEnd = true
      default: others.append(argument)
      }
    }
  }

  /// The clauses that a diff leaves to its readings.
  func without(_ syntax: SourceSyntax) -> SourceSyntax {
    SourceSyntax(
      base: syntax.base, validAt: syntax.validAt,
      assuming: syntax.assuming.map { ArgumentsSyntax(others, at: $0.span) }, at: syntax.span)
  }
}

extension PlanExpression {
  /// The clock that an `as of` of this point would set: `head` leaves that of the run.
  fileprivate var asClock: PlanExpression {
    if case .head = kind { return PlanExpression(.now, type: .instant, origin: origin) }
    return self
  }
}
