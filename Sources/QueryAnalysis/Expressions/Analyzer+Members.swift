import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// The dot: a column of a look-up, of the row that an entity names, a bound of a period, a field
/// of a record.
extension Analyzer {
  func member(
    of base: ExpressionSyntax, _ name: NameSyntax, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    if case .name(let qualifier) = base.kind, context.scope.locals[qualifier.text] == nil,
      let typed = qualified(qualifier, name, at: span, in: context)
    {
      return typed
    }
    let owner = value(base, in: context)
    switch owner.type.wrapped {
    case .unknown: return .unknown(at: span)
    case .entity(let kind): return lookup(owner, kind, name, at: span, in: context)
    case .period: return bound(owner, name, at: span)
    case .record: return field(owner, base, name, at: span, in: context)
    default:
      report(
        .nothingBehindDot,
        "\(text(base.span)) is \(shortType(owner.type)), there is nothing behind a dot",
        at: name.span)
      return .unknown(at: span)
    }
  }

  /// `p.channels`, when `p` is an alias; none when it is not.
  private func qualified(
    _ qualifier: NameSyntax, _ name: NameSyntax, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression? {
    let scope = context.scope
    guard scope.hasQualifier(qualifier.text) else { return nil }
    let full = "\(qualifier.text).\(name.text)"
    let columns = scope.columns(behind: qualifier.text)
    if let index = columns[name.text] {
      if case .grouped(let collector) = context.mode {
        return groupedColumn(index, full, collector, at: span)
      }
      return column(index, at: span, in: scope)
    }
    if scope.index(of: qualifier.text) != nil, !scope.opensRow(qualifier.text) { return nil }
    let behind = columns.sorted { $0.value < $1.value }.map(\.key)
    let near = nearestName(to: name.text, among: behind)
    report(
      .unknownColumn, "no column '\(name.text)' in '\(qualifier.text)'", at: name.span,
      remedy: near.map { "did you mean '\($0)'?" },
      notes: ["columns of '\(qualifier.text)': \(behind.joined(separator: ", "))"],
      fixIts: near.map { [FixIt(name.span, $0, "write `\($0)`")] } ?? [])
    return .unknown(at: span)
  }

  private func groupedColumn(
    _ index: Int, _ name: String, _ collector: AggregateCollector, at span: SourceSpan
  ) -> TypedExpression {
    report(
      .notGrouped, "'\(name)' differs from row to row here", at: span,
      remedy: "`first(\(name))`, `distinct(\(name))`, or put it behind `by`")
    return .unknown(at: span)
  }

  private func lookup(
    _ owner: TypedExpression, _ kind: EntityKind, _ name: NameSyntax, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    guard let schema = schemas.source(describing: kind) else {
      report(
        .nothingBehindDot, "no source describes a \(kind.rawValue), there is nothing behind a dot",
        at: name.span)
      return .unknown(at: span)
    }
    guard let (_, column) = schema.column(named: name.text) else {
      let names = schema.columns.map(\.name)
      let near = nearestName(to: name.text, among: names)
      report(
        .unknownColumn, "no column '\(name.text)' in \(schema.name)", at: name.span,
        remedy: near.map { "did you mean '\($0)'?" },
        notes: ["columns there: \(names.prefix(24).joined(separator: ", "))"],
        fixIts: near.map { [FixIt(name.span, $0, "write `\($0)`")] } ?? [])
      return .unknown(at: span)
    }
    if schema.key == [name.text] { return owner }
    let type = owner.type.isOptional ? column.type.optional : column.type
    let campaign = kind.isCampaignScoped ? context.perRow.scope.campaign : nil
    let full = plan(
      .lookup(owner.expression, source: schema.name, column: column.name, campaign: campaign),
      type, span)
    return TypedExpression(narrowed(full, in: context.scope), at: span)
  }

  private func bound(
    _ owner: TypedExpression, _ name: NameSyntax, at span: SourceSpan
  ) -> TypedExpression {
    guard name.text == "start" || name.text == "end" else {
      report(
        .unknownColumn, "a period has no '\(name.text)'", at: name.span,
        remedy: "`.start`, `.end`")
      return .unknown(at: span)
    }
    let isStart = name.text == "start"
    // A restriction still in force has no end yet; literal periods and calendar units always do.
    let isOptional = owner.type.isOptional || !isStart && owner.expression.readsRows
    return typed(
      .periodBound(owner.expression, isStart: isStart),
      isOptional ? .optional(.instant) : .instant, at: span)
  }

  private func field(
    _ owner: TypedExpression, _ base: ExpressionSyntax, _ name: NameSyntax, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    let type: ValueType?
    switch lastName(in: base)?.text {
    case "numbers": type = figureType(name)
    case "data": type = eventFieldType(name, in: context.scope)
    default: type = .string
    }
    guard let type, type != .unknown else { return .unknown(at: span) }
    let full = plan(.field(owner.expression, name: name.text), type.optional, span)
    return TypedExpression(narrowed(full, in: context.scope), at: span)
  }

  /// Type and kind of a reported figure; without a ledger any decimal.
  private func figureType(_ name: NameSyntax) -> ValueType? {
    guard let resolver else { return .decimal }
    if let type = resolver.figureType(name.text, campaign: campaignName) { return type }
    report(
      .unknownColumn, "the plan asks for no figure '\(name.text)'", at: name.span,
      remedy: "figures are declared in the plan file")
    return nil
  }

  /// Type of a field of `data`, once a condition on `kind` has fixed the events' type.
  private func eventFieldType(_ name: NameSyntax, in scope: RowScope) -> ValueType? {
    guard !scope.eventTypes.isEmpty else {
      report(
        .unknownColumn, "which fields `data` has depends on the kind of event", at: name.span,
        remedy: "first `where kind == .report_submitted`, or another kind")
      return nil
    }
    let found = scope.eventTypes.compactMap { $0.field(named: name.text) }
    guard let first = found.first else {
      let names = scope.eventTypes.flatMap { $0.fields.map(\.name) }
      let near = nearestName(to: name.text, among: names)
      report(
        .unknownColumn,
        "no field '\(name.text)' in \(scope.eventTypes.map(\.name).joined(separator: ", "))",
        at: name.span, remedy: near.map { "did you mean '\($0)'?" },
        notes: ["fields: \(names.joined(separator: ", "))"])
      return nil
    }
    return first.valueType
  }

  /// The name that a column takes when none is given: the last one in the expression.
  func lastName(in syntax: ExpressionSyntax) -> NameSyntax? {
    switch syntax.kind {
    case .name(let name), .member(_, let name), .call(let name, _), .parameter(let name): name
    case .parenthesized(let inner), .presence(let inner): lastName(in: inner)
    default: nil
    }
  }
}

extension PlanExpression {
  /// True when it is, or passes on, a stored value of the row.
  fileprivate var readsRows: Bool {
    switch kind {
    case .column, .lookup, .field: true
    case .coalesce, .conditional: operands.contains(where: \.readsRows)
    default: false
    }
  }
}

extension FieldSpec {
  /// The type of the field as an expression sees it, without regard to its being optional.
  var valueType: ValueType { FieldSpec.valueType(of: type, name: name) }

  private static func valueType(of type: FieldType, name: String) -> ValueType {
    switch type {
    case .text: .string
    case .integer(let kind): .integer(kind)
    case .decimal: .decimal
    case .bool: .bool
    case .instant: .instant
    case .date: .date
    case .duration: .duration
    case .position: .position
    case .choice(let cases): .enumeration(Enumeration(name: name, cases: cases))
    case .reference(let kind), .declares(let kind): .entity(kind)
    case .list(let element):
      element.isScalar ? .set(valueType(of: element, name: name)) : .record
    case .record, .map, .any: .record
    }
  }
}

extension FieldType {
  fileprivate var isScalar: Bool {
    switch self {
    case .list, .record, .map, .any: false
    default: true
    }
  }
}
