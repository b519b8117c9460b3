import Testing

@Test func packageBuildsCommandLine() {}
