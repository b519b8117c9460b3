/// The folds of the sources whose rows are events' own words: what was given, sent, held, said.
/// A further source is a further line here and a fold of its own.
package enum RecordedFolds {
  package static let all: [any SourceFold] =
    [
      DocumentsFold(), ProvisionsFold(), ContentsFold(), ReadingsFold(), TargetsFold(),
      RostersFold(),
    ] + [
      EventFold.reminders, MaterialsFold(), DeliveriesFold(), ViewsFold(), PostsFold(),
      EventFold.metrics, OutletsFold(), ActivitiesFold(), StudiesFold(),
    ] + [
      QuizzesFold(), AttemptsFold(), TopicScoresFold(), AnswersFold(), EssaysFold(),
      GradingsFold(), ThreadsFold(), EventFold.replies,
    ] + [
      ExemplarsFold(), EventFold.replications, EventFold.awards, RestrictionsFold(),
      EventFold.checkpoints, EventFold.exports, EventFold.imports, EventFold.accesses,
      PersonalFold(),
    ]
}
