/// What a throw of the dice decides. The numbers are part of the demo: a new purpose goes to the
/// end, so that an old seed still plays the old campaign.
enum Purpose: UInt64 {
  case page = 1
  case secondOffice, officeLeft, gender, name, officeSince, fullTime
  case changed, sent, sentTime, sentMedium, received, receivedDelay, quantity, condition
  case session, sessionTime, sessionForm, sessionList, sessionPlace, sessionContent, sessionLength
  case planned, cancelled, reformed, mobilised, invited, measures
  case selfStudy, selfStudyTime, selfStudyLength
  case sits, attemptTime, attemptLength, unfinished, secondAttempt, ability, answer, question
  case device, answersKept, fast, suspect, voidedAttempt
  case essay, essayTime, essayWords, theme, secondEssay, resubmitted, withdrawn, assigned, graded
  case points, shortlisted, adopted, grader, gradingDelay
  case threadTime, threadChannel, threadPerson, threadUnit, threadTopic, classified, routed
  case automatic, human, humanDelay, resolved, reopened, rated
  case post, postTime, postContent, metric, metricValue, corrected, removed, press
  case share, shareTime, shareMaterial
  case exemplar, exemplarCategory, exemplarTime, verified, approved, consent, published, commended,
    replicated
  case report, role, reportTime, returned, figures, reminded, ruled
  case accessTime, accessPerson, accessMaterial, accessChannel
  case backdated, repeated, entry, evidence, linked, revealed, population, restricted, officer
}
