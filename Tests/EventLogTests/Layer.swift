import Testing

@Test func packageBuildsEventLog() {}
