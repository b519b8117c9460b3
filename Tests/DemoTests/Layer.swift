import Testing

@Test func packageBuildsDemo() {}
