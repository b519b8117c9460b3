extension SourceRegistry {
  /// Every source of this layer; obligations join them further up.
  package static let projections = SourceRegistry(
    folds: standardFolds, readings: standardReadings, derived: standardDerived)

  private static let standardFolds: [any SourceFold] =
    [
      CampaignsFold(), UnitFactsFold(), HeadcountsFold(), OfficesFold(), PeopleFold(), LinksFold(),
      DutiesFold(), DutyExceptionsFold(), ReportsFold(), EntriesFold(),
    ] + RecordedFolds.all

  private static let standardReadings: [any RowReading] =
    [
      CampaignsReading(), OfficesReading(), DutiesReading(),
    ] + RecordedReadings.readings

  private static let standardDerived: [any DerivedSource] =
    [
      UnitsSource(), PeopleSource(),
    ] + RecordedReadings.derived
}
