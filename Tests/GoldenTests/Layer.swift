import Testing

@Test func packageBuildsGolden() {}
