import Testing

@Test func packageBuildsObligations() {}
