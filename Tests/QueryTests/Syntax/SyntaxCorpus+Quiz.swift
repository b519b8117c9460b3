extension SyntaxCorpus {
  /// Questions 23 to 35: quizzes and essays.
  static let quiz: [SyntaxExample] = [
    SyntaxExample(
      "23",
      #"""
      people
      | under $root
      | lookup (obligations | where duty == "O13") on person as o
      | lookup (results | where quiz == $quiz) on person as r
      | summarize required = count(where o.obligation is not none), started = count(where
        r.started_at is not none), submitted = count(where r.submitted_at is not none),
        passed = count(where r.passed?) by role total
      """#),
    SyntaxExample(
      "24",
      #"""
      attempts
      | summarize persons = distinct(person), attempts = count() by role total
      """#),
    SyntaxExample(
      "25a",
      #"""
      results
      | where quiz == $quiz and score is not none
      | summarize n = count(), mean = avg(score), middle = median(score), p90 = p90(score) by
        upper = ancestor(unit, .upper)
      | where n >= $least
      | derive rank = rank(mean)
      | sort rank, upper
      """#),
    SyntaxExample(
      "25b",
      #"""
      topic_scores
      | where counted
      | summarize n = distinct(person), right = sum(correct) / sum(asked) by topic
      | sort right
      """#),
    SyntaxExample(
      "26a",
      #"""
      answers
      | where counted
      | summarize asked = count(), right = rate(correct?) by topic, question
      | sort right, question
      | take 10
      """#),
    SyntaxExample(
      "26b",
      #"""
      answers
      | where counted and correct == false
      | summarize chosen = count() by question, response
      | top 3 by chosen per question
      """#),
    SyntaxExample(
      "27",
      #"""
      attempts
      | where quiz == $quiz
      | summarize unit = last(unit), f = first(score), b = max(score), l = last(score), m =
        avg(score) by person
      | summarize n = count(), first = avg(f), best = avg(b), last = avg(l), mean = avg(m) by
        upper = ancestor(unit, .upper)
      | derive r_first = rank(first), r_best = rank(best), r_last = rank(last), r_mean =
        rank(mean)
      | where r_first != r_best or r_last != r_best or r_mean != r_best
      | sort r_best
      """#),
    SyntaxExample(
      "28",
      #"""
      people
      | where role == .official
      | under $root
      | funnel each { started = attempts(all: true), mcq = attempts, essay = essays }
      | where mcq is none or essay is none
      | select unit, person, started, mcq, essay
      | sort unit, person
      """#),
    SyntaxExample(
      "29",
      #"""
      attempts
      | lookup (attempts | where device is not none | summarize persons = distinct(person) by
        device) on device as d
      | where not in_window or took? < $fast or d.persons? > $many
      | select attempt, person, unit, submitted_at, in_window, took, d.persons
      """#),
    SyntaxExample(
      "30",
      #"""
      history attempts
      | where change == .quiz_attempt_regraded
      | select person = new.person, unit = new.unit, before = old.score, after = new.score,
        flipped = old.passed != new.passed, seq
      | where before != after
      | sort seq
      """#),
    SyntaxExample(
      "31",
      #"""
      people
      | where role == .official
      | lookup (essays | summarize n = count() by person) on person as e
      | summarize officials = count(), zero = count(where e.n is none), one = count(where e.n
        == 1), more = count(where e.n? > 1) by upper = ancestor(unit, .upper) total
      """#),
    SyntaxExample(
      "32a",
      #"""
      essays
      | summarize n = count(), ungraded = count(where graded_at is none), oldest =
        min(submitted_at where graded_at is none), middle = median(graded_at - submitted_at),
        slow = p90(graded_at - submitted_at) by upper = ancestor(unit, .upper) total
      """#),
    SyntaxExample(
      "32b",
      #"""
      gradings
      | where graded_at is none and assigned_at? < now - 3wd
      | summarize waiting = count(), oldest = min(assigned_at) by grader
      | sort oldest
      """#),
    SyntaxExample(
      "32c",
      #"""
      gradings
      | where points is not none
      | summarize n = count(), spread = max(points) - min(points) by essay
      | where n >= 2
      | summarize twice = count(), agree = rate(spread <= 1)
      """#),
    SyntaxExample(
      "33a",
      #"""
      essays
      | summarize ideas = count(), adopted = count(where adopted_at is not none), from_units
        = distinct(unit where adopted_at is not none) by theme = each(topics) total
      | sort ideas desc
      """#),
    SyntaxExample(
      "33b",
      #"""
      essays
      | where adopted_at is not none
      | select unit, upper = ancestor(unit, .upper), topics, adopted_level, document
      """#),
    SyntaxExample(
      "34",
      #"""
      results
      | where quiz == $quiz and score is not none
      | lookup (studies | summarize times = count() by person) on person as s
      | summarize n = count(), mean = avg(score), middle = median(score) by studied = s.times
        is not none
      """#),
    SyntaxExample(
      "35a",
      #"""
      attempts
      | summarize n = count(), persons = distinct(person), last_24h = rate(at >= quiz.closes
        - 24h) by day = day(at) fill total
      """#),
    SyntaxExample(
      "35b",
      #"""
      attempts
      | summarize n = count() by hour = bin(at, 1h)
      """#),
  ]
}
