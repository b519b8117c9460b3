import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Aggregates of aggregates, and those that only a roll-up has.
extension Analyzer {
  func share(
    _ call: AggregateCall, _ collector: AggregateCollector, in context: ExpressionContext
  ) -> PlanAggregate? {
    guard let inner = innerAggregate(call, collector, in: context) else { return nil }
    guard inner.type.wrapped.numericRank != nil || inner.type.wrapped == .duration else {
      report(
        .argumentType, "share() divides numbers, found \(shortType(inner.type))", at: call.span)
      return nil
    }
    var keys: [Int] = []
    for name in call.arguments.names(labelled: "of") {
      guard let index = collector.keys.firstIndex(where: { $0.name == name.text }) else {
        let known = collector.keys.map(\.name).joined(separator: ", ")
        report(
          .unknownColumn, "'\(name.text)' is no key of these groups", at: name.span,
          remedy: known.isEmpty ? nil : "keys: \(known)")
        return nil
      }
      keys.append(index)
    }
    return PlanAggregate(.share(inner, of: keys), type: .optional(.ratio))
  }

  func own(
    _ call: AggregateCall, _ collector: AggregateCollector, in context: ExpressionContext
  ) -> PlanAggregate? {
    guard requireRollup(call, collector),
      let inner = innerAggregate(call, collector, in: context)
    else { return nil }
    return PlanAggregate(.own(inner), type: inner.type)
  }

  func headcount(_ call: AggregateCall, _ collector: AggregateCollector) -> PlanAggregate? {
    guard requireRollup(call, collector) else { return nil }
    let figures = ["officials", "members", "workers"]
    guard let argument = call.argument, case .enumCase(let name) = argument.kind,
      figures.contains(name.text)
    else {
      report(
        .argumentType, "headcount() wants one of the declared figures",
        at: call.argument?.span ?? call.span, remedy: "`.officials`, `.members`, `.workers`")
      return nil
    }
    return PlanAggregate(.headcount(name.text), type: .optional(.integer(.person)))
  }

  private func requireRollup(_ call: AggregateCall, _ collector: AggregateCollector) -> Bool {
    if collector.isRollup { return true }
    report(
      .functionOutOfPlace, "\(call.name)() asks about a node of the tree", at: call.span,
      remedy: "it belongs into `rollup`")
    return false
  }

  private func innerAggregate(
    _ call: AggregateCall, _ collector: AggregateCollector, in context: ExpressionContext
  ) -> PlanAggregate? {
    guard let argument = call.argument else { return nil }
    guard case .call(let name, let arguments) = argument.kind,
      let signature = FunctionTable.function(named: name.text), signature.place == .aggregate,
      name.text != "share"
    else {
      report(
        .argumentType, "\(call.name)() wants an aggregate", at: argument.span,
        remedy: "`\(call.name)(count())`, `\(call.name)(sum(x))`")
      return nil
    }
    guard checkArguments(arguments, of: signature, at: argument.span) else { return nil }
    let inner = AggregateCall(name: name.text, arguments: arguments, span: argument.span)
    return aggregate(inner, collector, in: context)
  }

  /// A rate whose denominator an earlier stage has changed.
  func warnOfDenominator(_ filter: FilingFilter, at span: SourceSpan) {
    if filter.addsRows {
      warn(
        .denominatorFiltered, "not expected rows are in the denominator: \(filter.text)", at: span,
        remedy: "leave out `(all: true)`, or count them with `count(where …)`")
      return
    }
    if filter.text == "filed" {
      warn(
        .denominatorFiltered,
        "silent units left the denominator at stage \(filter.stage): "
          + "this is timeliness (on time / filed)", at: span,
        remedy: "the on-time rate is asked without `filed`")
      return
    }
    warn(
      .denominatorFiltered,
      "stage \(filter.stage) (`\(filter.text)`) chose the rows of the denominator by what was "
        + "filed", at: span,
      remedy: "ask the rate before that stage, or put the condition inside: `rate(p where w)`")
  }
}

extension PlanAggregate {
  /// True for what is 0 where there are no rows.
  var isCount: Bool { function == .count || function == .distinct }

  /// The same aggregate where it may have no value.
  var optional: PlanAggregate {
    PlanAggregate(function, argument: argument, predicate: predicate, type: type.optional)
  }
}
