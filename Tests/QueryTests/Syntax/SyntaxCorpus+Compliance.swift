extension SyntaxCorpus {
  /// Questions 1 to 14: who owed a report and when it came.
  static let compliance: [SyntaxExample] = [
    SyntaxExample(
      "1",
      #"""
      obligations as of $when
      | missing "O11"
      | under $root
      | select unit, status, cutoff, lateness, rounds
      | sort lateness desc, unit
      """#),
    SyntaxExample(
      "2",
      #"""
      obligations
      | where duty == "O11"
      | summarize expected = count(), reporting = rate(status in {.on_time, .late}), on_time
        = rate(status == .on_time), timeliness = rate(status == .on_time where status in
        {.on_time, .late}) by sector = unit.sector ?? "district" total
      """#),
    SyntaxExample(
      "3",
      #"""
      obligations assuming (boundary: .by)
      | lookup (obligations assuming (boundary: .before)) on obligation as strict
      | where status != strict.status
      | select duty, unit, person, filed_at, inclusive = status, strict = strict.status
      | sort duty, unit
      """#),
    SyntaxExample(
      "4a",
      #"""
      obligations
      | where duty == "O11" and (status == .late or past_due and status in {.overdue,
        .returned})
      | summarize n = count(), middle = median(lateness), p90 = p90(lateness), worst =
        max(lateness) by censored total
      """#),
    SyntaxExample(
      "4b",
      #"""
      obligations
      | late "O11"
      | select unit, filed_at, lateness
      | sort lateness desc
      """#),
    SyntaxExample(
      "5",
      #"""
      reports
      | where returned > 0
      | select duty, unit, rounds, returned, state, filed_at, accepted_at, took = accepted_at
        - filed_at
      | sort rounds desc, unit
      """#),
    SyntaxExample(
      "6",
      #"""
      obligations
      | pending
      | where cutoff <= now + $days
      | select cutoff, duty, clause, unit, person, target, status
      | sort cutoff, duty, unit
      """#),
    SyntaxExample(
      "7",
      #"""
      units
      | at level grassroots
      | under $root
      | without (deliveries | where received_at is not none) on unit
      | select upper = ancestor(unit, .upper), unit, members
      | sort upper, unit
      """#),
    SyntaxExample(
      "8",
      #"""
      obligations
      | filed
      | where evidence == 0
      | select duty, unit, target, person, filed_at
      | sort duty, unit
      """#),
    SyntaxExample(
      "9",
      #"""
      obligations
      | where duty == "O7"
      | select unit, status, filed_at, cutoff, lateness, used = report.sources, missed =
        report.missing, based_on = report.as_of_seq
      """#),
    SyntaxExample(
      "10",
      #"""
      waivers
      | select at, kind, duty, unit, new_due, reason, document, actor
      | sort at
      """#),
    SyntaxExample(
      "11",
      #"""
      obligations(all: true)
      | where person is none
      | summarize on_time = count(where status == .on_time), late = count(where status ==
        .late), overdue = count(where status == .overdue), returned = count(where status ==
        .returned), pending = count(where status in {.not_open, .open}), waived = count(where
        status == .waived) by unit
      """#),
    SyntaxExample(
      "12",
      #"""
      obligations(all: true)
      | where duty == "O11"
      | select unit, status, expected_because, clause, provision
      | sort status, unit
      """#),
    SyntaxExample(
      "13",
      #"""
      reports
      | without (obligations) on report
      | select unit, to, duty, standing = obligation.status, filed_at, actor
      | sort filed_at
      """#),
    SyntaxExample(
      "14",
      #"""
      reminders
      | where at < now - 48h and not (obligation.filed_at? < at)
      | summarize sent = count(), in_24h = rate(obligation.filed_at? <= at + 24h), in_48h =
        rate(obligation.filed_at? <= at + 48h) by duty, step, channel total
      """#),
  ]
}
