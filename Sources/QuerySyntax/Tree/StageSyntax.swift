package import Diagnostics

/// One stage of a pipeline, without the `|` in front.
package struct StageSyntax: Sendable {
  package let kind: StageKind
  /// The word or words that name the stage: `where`, `at level`.
  package let keyword: SourceSpan
  package let span: SourceSpan

  package init(_ kind: StageKind, keyword: SourceSpan, at span: SourceSpan) {
    self.kind = kind
    self.keyword = keyword
    self.span = span
  }
}

package indirect enum StageKind: Sendable {
  case filter(ExpressionSyntax)
  /// `under` (with the unit itself) or `below` (without); the unit is a string or a parameter.
  case within(SubtreeScope, ExpressionSyntax)
  case atLevel([LevelSyntax])
  /// A verb over statuses; `duty` is a string or a parameter, `by` only with missing and late.
  case verb(StatusVerb, duty: ExpressionSyntax?, by: ExpressionSyntax?)
  case match(MatchSyntax)
  case lookup(LookupSyntax)
  case append(PipelineSyntax)
  case derive([BindingSyntax])
  case select([ItemSyntax])
  case drop([NameSyntax])
  case distinct([NameSyntax])
  case summarize(SummarizeSyntax)
  case rollup(RollupSyntax)
  case funnel(FunnelSyntax)
  case sort([SortKeySyntax])
  case take(Int64)
  case top(TopSyntax)
  case show(NameSyntax, [NameSyntax])
  case assert(AssertionSyntax, message: String?)
  case why(all: Bool)
  case sequence(SequenceSyntax)
  case pivot(NameSyntax)
  /// A stage the user defined; nil where no parentheses were written.
  case user(NameSyntax, ArgumentsSyntax?)
  /// Could not be read; an error was reported. What columns leave it is unknown.
  case invalid
}

package enum SubtreeScope: String, Sendable, Hashable {
  case under, below
}

/// The raw value is the word of the language.
package enum StatusVerb: String, Sendable, Hashable, CaseIterable {
  case filed, late, missing, unfiled, pending, waived

  /// True for the two that take `by` and a duration.
  package var takesDuration: Bool { self == .late || self == .missing }
}

/// `with` keeps rows that have a partner on the right, `without` those that have none.
package struct MatchSyntax: Sendable {
  package let isNegated: Bool
  package let pipeline: PipelineSyntax
  package let on: [NameSyntax]
  package let when: ExpressionSyntax?

  package init(
    isNegated: Bool, pipeline: PipelineSyntax, on: [NameSyntax], when: ExpressionSyntax?
  ) {
    self.isNegated = isNegated
    self.pipeline = pipeline
    self.on = on
    self.when = when
  }
}

/// `lookup` wants one partner at most, `expand` yields a row per partner.
package struct LookupSyntax: Sendable {
  package let isExpand: Bool
  package let pipeline: PipelineSyntax
  package let on: [NameSyntax]
  package let when: ExpressionSyntax?
  package let alias: NameSyntax?

  package init(
    isExpand: Bool, pipeline: PipelineSyntax, on: [NameSyntax], when: ExpressionSyntax?,
    alias: NameSyntax?
  ) {
    self.isExpand = isExpand
    self.pipeline = pipeline
    self.on = on
    self.when = when
    self.alias = alias
  }
}

/// `name = value`
package struct BindingSyntax: Sendable {
  package let name: NameSyntax
  package let value: ExpressionSyntax
  package let span: SourceSpan

  package init(name: NameSyntax, value: ExpressionSyntax, at span: SourceSpan) {
    self.name = name
    self.value = value
    self.span = span
  }
}

/// `value` or `name = value`
package struct ItemSyntax: Sendable {
  package let name: NameSyntax?
  package let value: ExpressionSyntax
  package let span: SourceSpan

  package init(name: NameSyntax?, value: ExpressionSyntax, at span: SourceSpan) {
    self.name = name
    self.value = value
    self.span = span
  }
}

package struct SummarizeSyntax: Sendable {
  package let bindings: [BindingSyntax]
  package let by: [ItemSyntax]
  /// Where `fill` stands, nil if it does not.
  package let fill: SourceSpan?
  /// Where `total` stands, nil if it does not.
  package let total: SourceSpan?

  package init(
    bindings: [BindingSyntax], by: [ItemSyntax], fill: SourceSpan?, total: SourceSpan?
  ) {
    self.bindings = bindings
    self.by = by
    self.fill = fill
    self.total = total
  }
}

package struct RollupSyntax: Sendable {
  package let bindings: [BindingSyntax]
  package let to: LevelSyntax?
  package let by: [ItemSyntax]

  package init(bindings: [BindingSyntax], to: LevelSyntax?, by: [ItemSyntax]) {
    self.bindings = bindings
    self.to = to
    self.by = by
  }
}

package struct FunnelSyntax: Sendable {
  /// One row per key with the time of each step, instead of counts.
  package let isEach: Bool
  package let steps: [FunnelStepSyntax]
  package let isInOrder: Bool
  package let within: ExpressionSyntax?
  package let by: [ItemSyntax]

  package init(
    isEach: Bool, steps: [FunnelStepSyntax], isInOrder: Bool, within: ExpressionSyntax?,
    by: [ItemSyntax]
  ) {
    self.isEach = isEach
    self.steps = steps
    self.isInOrder = isInOrder
    self.within = within
    self.by = by
  }
}

package struct FunnelStepSyntax: Sendable {
  package let name: NameSyntax
  /// Outside parentheses only row-wise stages occur in it.
  package let pipeline: PipelineSyntax
  package let span: SourceSpan

  package init(name: NameSyntax, pipeline: PipelineSyntax, at span: SourceSpan) {
    self.name = name
    self.pipeline = pipeline
    self.span = span
  }
}

package enum SortDirection: String, Sendable, Hashable {
  case ascending = "asc"
  case descending = "desc"
}

package struct SortKeySyntax: Sendable {
  package let value: ExpressionSyntax
  /// As written; nil is ascending in `sort` and descending in `top`.
  package let direction: SortDirection?

  package init(value: ExpressionSyntax, direction: SortDirection?) {
    self.value = value
    self.direction = direction
  }
}

package struct TopSyntax: Sendable {
  package let count: Int64
  package let key: SortKeySyntax
  package let per: [NameSyntax]

  package init(count: Int64, key: SortKeySyntax, per: [NameSyntax]) {
    self.count = count
    self.key = key
    self.per = per
  }
}

package enum AssertionSyntax: Sendable {
  /// No rows may be left.
  case empty
  /// Must hold for every row.
  case condition(ExpressionSyntax)
}

package struct SequenceSyntax: Sendable {
  package let by: [NameSyntax]
  package let within: ExpressionSyntax?
  package let steps: [SequenceStepSyntax]
  package let until: ExpressionSyntax?

  package init(
    by: [NameSyntax], within: ExpressionSyntax?, steps: [SequenceStepSyntax],
    until: ExpressionSyntax?
  ) {
    self.by = by
    self.within = within
    self.steps = steps
    self.until = until
  }
}

package struct SequenceStepSyntax: Sendable {
  /// `!name`: nothing of the kind may happen there.
  package let isAbsent: Bool
  package let name: NameSyntax
  package let condition: ExpressionSyntax
  package let span: SourceSpan

  package init(isAbsent: Bool, name: NameSyntax, condition: ExpressionSyntax, at span: SourceSpan) {
    self.isAbsent = isAbsent
    self.name = name
    self.condition = condition
    self.span = span
  }
}
