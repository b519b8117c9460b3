import LedgerModel

/// One part of the play. Acts are asked window by window for what happens next and write it on
/// the agenda; they know nothing of each other but what stands on the stage.
protocol Act {
  mutating func play(before end: Instant, on stage: Stage)
}

/// The acts of the campaign in the order in which they are asked.
enum ActList {
  static func campaign(on stage: Stage) -> [any Act] {
    [
      TreeAct(on: stage), OfficesAct(on: stage), OutletsAct(on: stage), GuidanceAct(on: stage),
      RestrictionsAct(on: stage), ProvinceDistributionAct(on: stage),
      UnionDistributionAct(on: stage), SharesAct(on: stage), SessionsAct(on: stage),
      SelfStudyAct(on: stage), MobilisationAct(on: stage), AttemptsAct(on: stage),
      PrizesAct(on: stage), EssaysAct(on: stage), FeedbackAct(on: stage), MediaAct(on: stage),
      PressAct(on: stage), ExemplarsAct(on: stage), GrassrootsReportsAct(on: stage),
      UpperReportsAct(on: stage), ProvinceReportAct(on: stage), RemindersAct(on: stage),
      IdentityAct(on: stage), AuditAct(on: stage),
    ]
  }
}
