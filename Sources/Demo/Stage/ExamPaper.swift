import LedgerModel

/// The twenty questions of an attempt and what was answered.
struct ExamPaper {
  struct Answer {
    let question: String
    let topic: Int
    let response: Int
    let isCorrect: Bool
  }

  static let topics = ["hien-phap", "van-kien-xiii", "nq-02", "nq-68", "ct-16", "bai-viet-tbt"]
  /// Questions asked on each topic.
  static let asked = [4, 4, 3, 3, 3, 3]
  static let letters = ["a", "b", "c", "d"]

  let answers: [Answer]

  /// Five points for each right answer.
  var points: Int { 5 * answers.count(where: \.isCorrect) }

  init(of story: AttemptStory, keyVersion: Int, on stage: Stage) {
    let dice = stage.dice
    let studied = SelfStudyAct.studies(story.person, isOfficial: story.isOfficial, on: stage)
    let ability =
      dice.bell(360...930, .ability, story.person) + (studied ? 55 : 0) + story.index * 40
    var answers: [Answer] = []
    answers.reserveCapacity(20)
    for (topic, count) in ExamPaper.asked.enumerated() {
      for place in 0..<count {
        let slot = topic * 4 + place
        if story.isSuspect, topic == 3, place == 2 {
          answers.append(ExamPaper.suspectAnswer(story, keyVersion, dice))
        } else {
          answers.append(ExamPaper.answer(story.subject, topic, slot, ability, dice))
        }
      }
    }
    self.answers = answers
  }

  private static func answer(
    _ subject: Int, _ topic: Int, _ slot: Int, _ ability: Int, _ dice: Dice
  ) -> Answer {
    let bits = dice.bits(.answer, subject, slot)
    let number = topic * 10 + Int(bits >> 40) % 10 + 1
    let ease = dice.number(-170...140, .question, number)
    let key = Int(dice.bits(.question, number, 1) % 4)
    let isCorrect = Int(bits % 1_000) < ability + ease
    let isNearest = (bits >> 20) % 10 < 6
    let wrong = isNearest ? (key + 1) % 4 : (key + 2 + Int((bits >> 30) & 1)) % 4
    return Answer(
      question: "q\(number)", topic: topic, response: isCorrect ? key : wrong,
      isCorrect: isCorrect)
  }

  private static func suspectAnswer(
    _ story: AttemptStory, _ keyVersion: Int, _ dice: Dice
  ) -> Answer {
    let response = [1, 2, 0][dice.weighted([45, 42, 13], .suspect, story.subject, 1)]
    return Answer(
      question: AttemptStory.suspectQuestion, topic: 3, response: response,
      isCorrect: response == keyVersion)
  }

  /// Right answers by topic, as the event states them.
  var perTopic: FieldValue {
    var correct = [Int](repeating: 0, count: ExamPaper.topics.count)
    for answer in answers where answer.isCorrect { correct[answer.topic] += 1 }
    return .list(
      correct.indices.map { topic in
        .record([
          NamedValue("topic", .text(ExamPaper.topics[topic])),
          NamedValue("asked", .number(ExamPaper.asked[topic])),
          NamedValue("correct", .number(correct[topic])),
        ])
      })
  }
}
