import Testing

@Test func packageBuildsLMDB() {}
