extension SyntaxCorpus {
  /// Questions 58 to 66: audit.
  static let audit: [SyntaxExample] = [
    SyntaxExample(
      "58a",
      #"""
      diff obligations from $position to now assuming (clock: .from)
      | where obligation.duty == "O11" and old.status != new.status
      | select obligation, before = old.status, after = new.status, change
      | why
      """#),
    SyntaxExample(
      "58b",
      #"""
      reports
      | where duty == "O7"
      | select as_of_seq
      """#),
    SyntaxExample(
      "58c",
      #"""
      diff (obligations | where duty == "O11" | summarize on_time = rate(status == .on_time)
        by duty) from $position to now assuming (clock: .from)
      """#),
    SyntaxExample(
      "59",
      #"""
      obligations
      | where duty == "O11"
      | summarize on_time = rate(status == .on_time) by duty
      | why all
      """#),
    SyntaxExample(
      "60a",
      #"""
      events
      | where unit == $unit
      | select seq, recorded, at, actor, kind, subject, document, voided, corrected
      | sort seq
      """#),
    SyntaxExample(
      "60b",
      #"""
      corrections
      | select seq, recorded, actor, kind, target_seq, target_kind, unit, fields, reason,
        document
      | sort seq
      """#),
    SyntaxExample(
      "61",
      #"""
      events
      | where backdated
      | select seq, kind, unit, actor, at, recorded, lag = recorded - at, document
      | sort lag desc, seq
      """#),
    SyntaxExample(
      "62",
      #"""
      exports
      | select export, at, recipient, as_of_seq, checkpoint, root = checkpoint.root, signer =
        checkpoint.signer
      | sort at desc
      """#),
    SyntaxExample(
      "63",
      #"""
      projections
      | where live
      | select name, version, position, digest, agrees, quarantined
      | sort name
      """#),
    SyntaxExample(
      "64",
      #"""
      reports
      | where duty == "O11"
      | lookup (reports | where duty == "O20" | summarize children = count(), total =
        sum(numbers.people) by unit = ancestor(unit, .upper)) on unit as c
      | lookup (obligations | unfiled "O20" | summarize silent = count(), names = list(unit,
        5) by unit = ancestor(unit, .upper)) on unit as s
      | derive gap = numbers.people - c.total
      | where gap != 0
      | select unit, people = numbers.people, c.total, gap, c.children, s.silent, s.names
      """#),
    SyntaxExample(
      "65",
      #"""
      obligations valid at @2021-08-04
      | where duty == "O11"
      | rollup expected = count(), on_time = rate(status == .on_time) to upper
      | derive tree = "2021-08-04"
      | append (obligations valid at today | where duty == "O11" | rollup expected = count(),
        on_time = rate(status == .on_time) to upper | derive tree = "today")
      | sort tree, unit
      """#),
    SyntaxExample(
      "66a",
      #"""
      personal
      | where person == $person
      | select field, origin, held, erased_at, purpose, consent_at, withdrawn_at
      | sort field
      """#),
    SyntaxExample(
      "66b",
      #"""
      accesses
      | where person == $person
      | select at, by_whom, kind, purpose, fields
      | sort at
      """#),
    SyntaxExample(
      "66c",
      #"""
      events
      | where kind == .subject_erased and person == $person
      | select seq, at, hash
      """#),
  ]
}
