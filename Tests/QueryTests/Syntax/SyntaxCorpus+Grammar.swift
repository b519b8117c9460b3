extension SyntaxCorpus {
  /// Texts for what no question needs: every other form of the grammar at least once.
  static let grammar: [SyntaxExample] = [
    SyntaxExample(
      "saved file",
      #"""
      -- What is still missing when the grace period is over.
      use lib/deadlines
      use lib/people as p
      query overdue_unions "Upper unions still missing after the grace period"
      param campaign : campaign
      param root : unit = "/" "where to look"
      param grace : duration = 1wd
      param skip : set<unit> = {}
      param until: instant? = none
      let upper = units | at level upper
      fn share_of(part: int, whole: int = 1) = part / whole
      fn zero() = 0
      stage after_grace(g: duration) = missing "O11" by g
      stage tidy = sort unit
        | take 10
      obligations
      | where campaign == $campaign and unit not in $skip
      | under $root
      | after_grace($grace)
      | tidy
      | assert empty "unions still missing"
      """#),
    SyntaxExample(
      "set type before =",
      #"""
      param skip : set<unit>= {}
      param deep : set<set<unit>>? = none
      units
      """#),
    SyntaxExample("library", "fn half(x: int) = x / 2\nlet all = units\n"),
    SyntaxExample("nothing", ""),
    SyntaxExample("comments only", "-- nothing\n\n  -- more"),
    SyntaxExample(
      "source clauses",
      #"""
      obligations(all: true) as of #412018 valid at @2021-08-20 over @2021-07..@2021-08
        assuming (boundary: .by, clock: @2021-08-05T24:00)
      """#),
    SyntaxExample("as of", "obligations as of @2021-08-05T07:30:00.250+07:00 - 2d | why all"),
    SyntaxExample("history", "history reports over @2021-Q3 | where change == .entry_voided"),
    SyntaxExample("names like clauses", "history | where valid == at and history.late > diff"),
    SyntaxExample("nested source", "((units | at level .upper) | take 3) | sort unit"),
    SyntaxExample("diff of a call", "diff overdue(root: \"a\") from #1 to head | why"),
    SyntaxExample("subtrees", "units | under \"Đắk Lắk/Ea H'leo\" | below $root"),
    SyntaxExample("verbs", "obligations | missing \"O11\" by 2wd | late $duty by 1h | unfiled"),
    SyntaxExample(
      "matches and patterns",
      #"""
      documents
      | where code matches /^[0-9]+\/NQ-"?CP$/ and not (title not matches /a|b/)
      | where matches matches /matches/
      """#),
    SyntaxExample(
      "comparisons",
      #"""
      units | where name ~ "ea" or name !~ "h'leo" and members between 5 and 10 + 2 * 3
        and level not in {.upper, .grassroots} and closed is not none and not a and b? >= 1_000
        and rate(c?) > 12.5% and -d < 1.50 and (e ?? 0) != f and g not between 1 and 2
      """#),
    SyntaxExample(
      "conditional", "units | derive size = if members > 100 then \"big\" else if a then b else c"),
    SyntaxExample("odd names", "units | select `kind of`, x.where, order = `by`, d.`a b`"),
    SyntaxExample("with when", "a | with (b | where c) on d, e when at in right.period"),
    SyntaxExample("expand", "units | expand (people) on unit when a < right.b as p | drop p"),
    SyntaxExample("append", "units | append (units | where a) | distinct unit, level"),
    SyntaxExample(
      "rollup", "obligations | rollup n = count(), o = own(count()) to .upper by duty, k = kind"),
    SyntaxExample(
      "funnel in order",
      #"""
      people | funnel { read = views | under $root | at level upper | late | where a,
        took = (attempts | summarize n = count() by person), wrote = essays
      } in order within 14d by level
      """#),
    SyntaxExample(
      "sequence",
      #"""
      events | sequence by unit, person within 48h {
        sent: kind == .reminder, !filed: kind == .report, late: true } until kind == .closed
      """#),
    SyntaxExample("pivot and show", "posts | pivot medium | show bar medium, n"),
    SyntaxExample("top", "answers | top 3 by chosen asc per question, topic | top 1 by n"),
    SyntaxExample("assert", "units | assert members > 0 \"empty unions\" | assert a"),
    SyntaxExample("empty set", "units | where level in {} | take 0"),
    SyntaxExample("blank kinds", "units\u{00A0}|\ttake\u{2003}3 \r\n\u{FEFF}"),
    SyntaxExample(
      "durations", "a | where b > 1s + 2min + 3h + 4d + 5wd + 6w + 7mo + 8q + 9y"),
    SyntaxExample(
      "dates",
      #"""
      a | where b in @2021 or b in @2021-08 or b in @2021-Q3 or b in @2021-W31
        or b < @2021-08-05T24:00 or b > @2021-08-05T07:30Z or b > @2021-08-05T07:30:01-05:30
        or b > @2021-08-05-3d
      """#),
    SyntaxExample(
      "strings", #"a | where b == "say \"x\" \\ \n \u{110}" or b == "" or b == "-- | )""#),
    SyntaxExample("words as columns", "a | select at, late, top, fill, total, level, when, desc"),
    SyntaxExample("fill and total", "a | summarize n = count() by fill = day(at) fill total"),
  ]
}
