import Testing

@Test func packageBuildsCatalog() {}
