import Testing

@Test func packageBuildsPlanFile() {}
