package import Catalog
package import Diagnostics
package import QueryPlan
package import QuerySyntax

/// Columns of an event as conditions on evidence see it.
package enum EvidenceLayout {
  /// The envelope, first in every layout; `unit` is `orgunit` in JSON.
  package static func envelope(of type: EventType) -> [PlanColumn] {
    func needed(_ field: EnvelopeField, _ name: String, _ value: ValueType) -> PlanColumn {
      PlanColumn(name, type.envelope.contains(field) ? value : value.optional)
    }
    return [
      PlanColumn("id", .string),
      PlanColumn("source", .string),
      PlanColumn("subject", .optional(.string)),
      PlanColumn("time", .instant),
      needed(.campaign, "campaign", .entity(.campaign)),
      needed(.orgunit, "unit", .entity(.unit)),
      needed(.actor, "actor", .string),
      needed(.provision, "provision", .entity(.provision)),
      needed(.obligation, "obligation", .entity(.obligation)),
    ]
  }

  /// The type's own fields, those common to all types last.
  package static func fields(of type: EventType) -> [PlanColumn] {
    let taken = Set(envelope(of: type).map(\.name))
    return (type.fields + EventType.commonFields).map { field in
      PlanColumn(
        taken.contains(field.name) ? "data.\(field.name)" : field.name,
        field.isRequired ? field.valueType : field.valueType.optional)
    }
  }

  /// The bearer and, for a pair duty, the target of the row that the event may serve.
  package static func bearer(hasTarget: Bool) -> [PlanColumn] {
    let bearer = [
      PlanColumn("holder.unit", .entity(.unit)),
      PlanColumn("holder.person", .optional(.entity(.person))),
    ]
    return hasTarget ? bearer + [PlanColumn("target.unit", .entity(.unit))] : bearer
  }
}

/// What counts as evidence: `EVENT [where expr]` over one event and the row it may serve.
package func analyseEvidence(
  _ pattern: EventPatternSyntax, hasTarget: Bool, source: SourceText,
  schemas: SchemaSet = SchemaSet(), resolver: (any EntityResolver)?,
  options: AnalysisOptions = AnalysisOptions()
) -> EvidenceAnalysis {
  let analyzer = Analyzer(source: source, schemas: schemas, resolver: resolver, options: options)
  return analyzer.evidence(pattern, hasTarget: hasTarget)
}

extension Analyzer {
  func evidence(_ pattern: EventPatternSyntax, hasTarget: Bool) -> EvidenceAnalysis {
    let name = pattern.event.map(\.text).joined(separator: ".")
    guard let type = EventCatalog.types.first(where: { $0.name == name }) else {
      if !name.isEmpty { reportUnknownEvent(name, pattern) }
      return EvidenceAnalysis(
        eventName: nil, columns: [], condition: nil, diagnostics: diagnostics)
    }
    var scope = RowScope()
    scope.columns =
      EvidenceLayout.envelope(of: type) + EvidenceLayout.fields(of: type)
      + EvidenceLayout.bearer(hasTarget: hasTarget)
    scope.sourceName = name
    scope.unitColumn = scope.index(of: "unit")
    let condition = pattern.condition.map {
      self.condition($0, in: ExpressionContext(scope: scope), of: "where")
    }
    return EvidenceAnalysis(
      eventName: name, columns: scope.columns, condition: condition?.expression,
      diagnostics: diagnostics)
  }

  private func reportUnknownEvent(_ name: String, _ pattern: EventPatternSyntax) {
    let near = nearestName(to: name, among: EventCatalog.types.map(\.name))
    let span = pattern.event.dropFirst().reduce(pattern.event[0].span) { $0.union($1.span) }
    report(
      .unknownEvent, "no event type '\(name)'", at: span,
      remedy: near.map { "did you mean '\($0)'?" },
      fixIts: near.map { [FixIt(span, $0, "write `\($0)`")] } ?? [])
  }
}
