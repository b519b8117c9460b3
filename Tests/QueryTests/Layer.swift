import Testing

@Test func packageBuildsQuery() {}
