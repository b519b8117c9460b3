import Testing

@Test func packageBuildsArchitecture() {}
