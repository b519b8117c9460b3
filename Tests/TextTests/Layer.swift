import Testing

@Test func packageBuildsText() {}
