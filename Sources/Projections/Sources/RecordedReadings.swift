/// What readings add to the recorded sources, and the sources that are computed from them.
package enum RecordedReadings {
  package static let readings: [any RowReading] = [
    TargetsReading(), LookupReading.deliveries, ViewsReading(), PostsReading(),
    LookupReading.metrics, ActivitiesReading(), StudiesReading(), AttemptsReading(),
    LookupReading.topicScores, AnswersReading(), EssaysReading(), LookupReading.gradings,
    ExportsReading(), SoleCampaignReading.outlets, SoleCampaignReading.restrictions,
  ]

  package static let derived: [any DerivedSource] = [
    ResultsSource(), TerritoriesSource(), EventsSource(), CorrectionsSource(), ProjectionsSource(),
  ]
}
