extension SyntaxCorpus {
  /// Questions 15 to 22: who was reached.
  static let reach: [SyntaxExample] = [
    SyntaxExample(
      "15a",
      #"""
      units
      | under $root
      | at level upper, grassroots
      | funnel { allocated = deliveries | where allocated_at is not none, distributed =
        deliveries | where sent_at is not none, received = deliveries | where received_at is
        not none, accessed = views | where kind == .opened, studied = studies, examined =
        attempts } by level, upper = ancestor(unit, .upper)
      """#),
    SyntaxExample(
      "15b",
      #"""
      materials
      | select material, published_at
      """#),
    SyntaxExample(
      "16",
      #"""
      units
      | at level grassroots
      | under $root
      | lookup (deliveries | where received_at is not none | summarize got = min(received_at)
        by unit) on unit as d
      | rollup n = count(), units = rate(d.got is not none), members = sum(members where
        d.got is not none) / sum(members) to upper
      """#),
    SyntaxExample(
      "17",
      #"""
      deliveries
      | summarize allocated = sum(allocated), sent = sum(sent), received = sum(received) by
        material, unit
      | derive gap = allocated - received
      | where gap != 0
      | sort gap desc, unit
      """#),
    SyntaxExample(
      "18",
      #"""
      views
      | where role == .official and person is not none
      | lookup (views | where person is not none | summarize channels = distinct(channel) by
        person) on person as p
      | summarize reached = distinct(person), only_this = distinct(person where p.channels ==
        1) by channel total
      """#),
    SyntaxExample(
      "19",
      #"""
      units
      | at level grassroots
      | under $root
      | lookup (deliveries | where material == $material | summarize wait = min(received_at -
        material.published_at) by unit) on unit as d
      | summarize first = min(d.wait), half = reached(d.wait, 50%), most = reached(d.wait,
        90%), never = count(where d.wait is none), n = count()
      """#),
    SyntaxExample(
      "20",
      #"""
      views
      | summarize people = distinct(person), units = distinct(unit), views = count() by
        content = each(contents), role
      | sort people, content
      """#),
    SyntaxExample(
      "21",
      #"""
      units
      | under $root
      | where pages > 0
      | without (posts | where kind == .share and own) on unit
      | select level, unit, pages
      | sort level, unit
      """#),
    SyntaxExample(
      "22",
      #"""
      views
      | where person is not none
      | summarize channel = first(channel) by person
      | summarize persons = count(), part = share(count()) by channel
      | sort persons desc
      """#),
  ]
}
