import Testing

@Test func packageBuildsProjections() {}
