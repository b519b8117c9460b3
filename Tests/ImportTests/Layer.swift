import Testing

@Test func packageBuildsImport() {}
