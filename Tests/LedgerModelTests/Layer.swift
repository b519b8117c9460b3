import Testing

@Test func packageBuildsLedgerModel() {}
