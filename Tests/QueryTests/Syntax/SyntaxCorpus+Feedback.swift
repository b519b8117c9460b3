extension SyntaxCorpus {
  /// Questions 36 to 48: feedback and media.
  static let feedback: [SyntaxExample] = [
    SyntaxExample(
      "36",
      #"""
      threads
      | summarize received = count(), answered = count(where answered_at is not none), open =
        count(where state == .open) by channel, topic, upper = ancestor(unit, .upper) total
      """#),
    SyntaxExample(
      "37",
      #"""
      threads
      | summarize received = count(), middle = median(answered_at - received_at), p90 =
        p90(answered_at - received_at), working = median(worktime(received_at, answered_at)),
        in_24h = rate(answered_at? <= received_at + 24h where received_at <= now - 24h),
        in_48h = rate(answered_at? <= received_at + 48h where received_at <= now - 48h) by
        channel total
      """#),
    SyntaxExample(
      "38",
      #"""
      threads
      | where answered_at is none
      | select thread, channel, unit, topic, received_at, waiting = now - received_at
      | sort received_at
      | take 20
      """#),
    SyntaxExample(
      "39",
      #"""
      threads
      | summarize received = count(), auto_only = count(where autos > 0 and answered_at is
        none), human = count(where answered_at is not none), auto_replies = sum(autos),
        human_replies = sum(humans) by channel total
      """#),
    SyntaxExample(
      "40",
      #"""
      threads
      | summarize n = count(), resolved = rate(resolved_at is not none), reopened =
        count(where reopened > 0), rated = count(where rating is not none), rating =
        avg(rating) by topic total
      """#),
    SyntaxExample(
      "41",
      #"""
      threads
      | where topic ~ "68/NQ-CP"
      | select thread, received_at, unit, urgency, routed_to, routed_at, state
      | sort received_at
      """#),
    SyntaxExample(
      "42",
      #"""
      threads
      | where unit is none
      | summarize n = count(), open = count(where state == .open) by channel, routed_to total
      """#),
    SyntaxExample(
      "43",
      #"""
      posts
      | where kind == .publication
      | summarize items = count(), units = distinct(unit) by new_medium, medium,
        outlet_scope, audience, content = each(contents) total
      """#),
    SyntaxExample(
      "44",
      #"""
      obligations
      | unfiled "O16"
      | under $root
      | select level, unit, status, cutoff
      | sort level, unit
      """#),
    SyntaxExample(
      "45",
      #"""
      metrics
      | where metric in {.reach, .impressions} and as_of <= $on
      | summarize value = last(value), seen = max(as_of), method = last(method), definition =
        last(definition) by post, metric
      | sort post, metric
      """#),
    SyntaxExample(
      "46a",
      #"""
      posts
      | where medium in {.newspaper, .radio, .tv}
      | summarize items = count(), outlets = distinct(outlet), first = min(at) by outlet_scope
      """#),
    SyntaxExample(
      "46b",
      #"""
      obligations
      | where duty == "O6"
      | select part, status, filed_at, count
      """#),
    SyntaxExample(
      "47",
      #"""
      posts(all: true)
      | where removed_at is not none or corrected_at is not none
      | select post, unit, medium, at, corrected_at, removed_at, reason, actor
      | sort at
      """#),
    SyntaxExample(
      "48",
      #"""
      posts
      | where exemplar is not none
      | summarize items = count(), exemplars = distinct(exemplar) by medium, kind =
        exemplar.kind total
      """#),
  ]
}
