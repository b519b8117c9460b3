extension SyntaxCorpus {
  /// Questions 49 to 57: exemplars and the covid form.
  static let exemplars: [SyntaxExample] = [
    SyntaxExample(
      "49",
      #"""
      exemplars
      | summarize nominated = count(), verified = count(where verified_at is not none),
        approved = count(where approved_at is not none), published = count(where published_at
        is not none), commended = count(where commended_at is not none) by kind, category
        total
      """#),
    SyntaxExample(
      "50",
      #"""
      units
      | at level upper, grassroots
      | under $root
      | without (exemplars) on unit
      | select level, upper = ancestor(unit, .upper), unit
      | sort level, upper, unit
      """#),
    SyntaxExample(
      "51",
      #"""
      replications
      | summarize units = distinct(unit), first = min(at - exemplar.approved_at), middle =
        median(at - exemplar.approved_at) by exemplar
      | sort units desc, exemplar
      """#),
    SyntaxExample(
      "52",
      #"""
      exemplars
      | where kind == .person
      | summarize n = count(), women = rate(gender == .female where gender is not none),
        workers = rate(standing == .worker where standing is not none), officials =
        rate(standing == .official where standing is not none) by category total
      """#),
    SyntaxExample(
      "53",
      #"""
      exemplars
      | where published_at is not none and (verified_at is none or verified_at? >
        published_at or kind == .person and (consent_at is none or consent_at? > published_at
        or consent_withdrawn_at is not none))
      | select exemplar, kind, unit, published_at, verified_at, consent_at,
        consent_withdrawn_at
      """#),
    SyntaxExample(
      "54",
      #"""
      activities
      | summarize n = count(), attendances = sum(attended) by week = week(at), district, form
        fill
      """#),
    SyntaxExample(
      "55",
      #"""
      activities
      | where form in {.in_person, .hybrid}
      | with (restrictions) on territory when at in right.period
      | select at, unit, territory, place_known, form, attended, measures
      | sort at
      """#),
    SyntaxExample(
      "56",
      #"""
      activities
      | lookup (activities | where reformed_at is not none | summarize moved =
        min(reformed_at), sessions = count() by unit) on unit as r
      | where r.moved is not none
      | summarize n = count(), attended = avg(attended), planned = avg(planned) by unit,
        after = at >= r.moved
      """#),
    SyntaxExample(
      "57",
      #"""
      units
      | at level grassroots
      | lookup (deliveries | where received_at is not none | summarize got = min(received_at)
        by unit) on unit as d
      | lookup (restrictions | summarize n = count() by territory) on territory as r
      | summarize n = count(), covered = rate(d.got is not none) by restricted = r.n is not
        none total
      """#),
  ]
}
