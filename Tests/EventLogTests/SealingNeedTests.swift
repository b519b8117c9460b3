import Catalog
import EventLog
import LedgerModel
import TestSupport
import Testing
import Vault

/// What goes past the vault must be what the vault would leave alone.
@Suite struct SealingNeedTests {
  @Test func whatNeedsNoVaultIsLeftAsItIs() throws {
    let fixture = try LedgerFixture(seeded: false)
    let vault = try fixture.log.vault()
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = EventGenerator(seed: seed, isStored: false)
    var passed: Set<String> = []
    for _ in 0..<10 {
      for type in EventCatalog.types {
        var event = generator.event(of: type)
        if Bool.random(using: &generator.random) { event.actor = .text("system:test") }
        guard !Vault.isNeeded(for: event) else { continue }
        passed.insert(type.name)
        var sealed = [event]
        #expect(try vault.seal(&sealed).isEmpty)
        #expect(sealed == [event], "\(type.name), seed \(seed)")
      }
    }
    print("types that may go past the vault: \(passed.count) of \(EventCatalog.types.count)")
    #expect(passed.contains("orgunit.registered") && !passed.contains("office.assumed"))
  }
}
