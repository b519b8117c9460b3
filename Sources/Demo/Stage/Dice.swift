/// Chance as a function of what it decides, never of when it is asked: the same seed, purpose and
/// subject give the same answer however the play is cut into windows.
package struct Dice: Sendable {
  private let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  /// 64 well-mixed bits (the finaliser of SplitMix64 over a running mix).
  func bits(_ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> UInt64 {
    var state = Dice.mix(seed ^ purpose.rawValue)
    state = Dice.mix(state ^ UInt64(bitPattern: Int64(subject)))
    return Dice.mix(state ^ UInt64(bitPattern: Int64(index)))
  }

  /// True in that many of a thousand cases.
  func chance(_ perMille: Int, _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> Bool {
    Int(bits(purpose, subject, index) % 1_000) < perMille
  }

  /// A number in `range`, evenly.
  func number(
    _ range: ClosedRange<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0
  ) -> Int {
    range.lowerBound + Int(bits(purpose, subject, index) % UInt64(range.count))
  }

  /// One of the elements; the list is never empty.
  func pick<T>(_ list: [T], _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> T {
    list[Int(bits(purpose, subject, index) % UInt64(list.count))]
  }

  /// Roughly bell-shaped in `range`: the mean of four even numbers.
  func bell(
    _ range: ClosedRange<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0
  ) -> Int {
    let bits = bits(purpose, subject, index)
    let parts = (0..<4).map { Int((bits >> (UInt64($0) * 16)) & 0xFFFF) }
    return range.lowerBound + parts.reduce(0, +) * range.count / (4 * 65_536)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// What a throw of the dice decides. The numbers are part of the demo: a new purpose goes to the
/// end, so that an old seed still plays the old campaign.
enum Purpose: UInt64 {
  case page = 1
  case officeTime, secondOffice, officeLeft, gender
  case sent, sentTime, sentMedium, receivedShare, receivedDelay, receivedQuantity
  case session, sessionTime, sessionForm, sessionList, sessionPlace, sessionContent, sessionLength
  case planned, cancelled, reformed, mobilised
  case selfStudy, selfStudyTime, selfStudyContent
  case attempt, attemptTime, attemptLength, unfinished, secondAttempt, score, topicScore, device
  case answers, answer, fast, regraded, voidedAttempt
  case essay, essayTime, essayWords, essayTheme, secondEssay, revised, withdrawn, grader, points
  case gradingDelay, graded, shortlisted, adopted
  case thread, threadTime, threadChannel, threadPerson, threadTopic, classified, routed, automatic
  case human, humanDelay, resolved, reopened, rated, rating
  case post, postTime, postMedium, postContent, metric, metricValue, removed, press
  case share, shareTime, shareChannel
  case exemplar, exemplarKind, exemplarCategory, verified, approved, consent, published, commended
  case replicated
  case report, reportTime, reportReturned, reportFigures, role
  case access, accessTime, accessPerson, accessMaterial, accessChannel, anonymous
  case delay, backdated, duplicate, correction
}
