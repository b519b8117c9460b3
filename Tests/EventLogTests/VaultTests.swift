import Catalog
import Foundation
import LedgerModel
import Testing
import Vault

@Suite struct VaultTests {
  private let name = "Nguyễn Thị Hoa Sen"
  private let account = Account(issuer: "congdoanvietnam.org", identifier: "hoasen.1979")

  private func office(_ id: String, name: String, account: Account) throws -> Event {
    Event(
      id: id, source: "test", type: try type("office.assumed"), time: august(1),
      campaign: "c", unit: "u1", actor: .text("system:test"),
      data: [
        NamedValue("office", .text("o-\(id)")), NamedValue("person", .account(account)),
        NamedValue("position", .text("chair")), NamedValue("on", .date(.august(1))),
        NamedValue("name", .text(name)),
      ])
  }

  private func sealed(_ vault: Vault, _ event: Event) throws -> Event {
    var events = [event]
    let failures = try vault.seal(&events)
    #expect(failures.isEmpty)
    return events[0]
  }

  @Test func replacesPersonsAndPersonalValues() throws {
    let folder = try TemporaryFolder()
    let vault = try Vault(at: folder.path, randomness: SeededRandomness(seed: 1))
    let event = try sealed(vault, office("1", name: name, account: account))
    let person = try #require(event.text("person"))
    #expect(Pseudonym.hasForm(person))
    guard case .commitment(let commitment) = event["name"] else {
      Issue.record("a personal field must become a commitment")
      return
    }
    #expect(commitment.count == 32)
    #expect(event.actor == .text("system:test"))
    #expect(try vault.reveal(person, commitment: commitment) == .text(name))
    let fields = try vault.reveal(person).map(\.field)
    #expect(Set(fields) == ["account", "name"])
  }

  @Test func givesTheSameBytesForARetryAndAfterARestart() throws {
    let folder = try TemporaryFolder()
    let draft = try office("1", name: name, account: account)
    let first = try sealed(Vault(at: folder.path, randomness: SystemRandomness()), draft)
    let vault = try Vault(at: folder.path, randomness: SystemRandomness())
    #expect(try sealed(vault, draft) == first)
    #expect(try sealed(vault, draft) == first)
    let other = try sealed(vault, office("2", name: name, account: account))
    #expect(other["person"] == first["person"])
    #expect(other["name"] != first["name"])
  }

  @Test func drawsTheSameFromTheSameSeedWhateverTheBatches() throws {
    let drafts = try (0..<40).map { number in
      try office(
        "\(number)", name: "Người \(number)", account: Account(identifier: "a\(number % 7)"))
    }
    let (whole, single) = (try TemporaryFolder(), try TemporaryFolder())
    let seed = SeededRandomness(seed: 7)
    var atOnce = drafts
    _ = try Vault(at: whole.path, randomness: seed).seal(&atOnce)
    let vault = try Vault(at: single.path, randomness: seed)
    let oneByOne = try drafts.reversed().map { try sealed(vault, $0) }.reversed()
    #expect(atOnce == Array(oneByOne))
    let otherFolder = try TemporaryFolder()
    let other = try Vault(at: otherFolder.path, randomness: SeededRandomness(seed: 8))
    #expect(try sealed(other, drafts[0]) != atOnce[0])
  }

  @Test func keepsNothingInTheClear() throws {
    let folder = try TemporaryFolder()
    do {
      let vault = try Vault(at: folder.path, randomness: SystemRandomness())
      _ = try sealed(vault, office("1", name: name, account: account))
    }
    let bytes = try folder.allBytes()
    #expect(bytes.count > 8_192)
    #expect(bytes.range(of: Data(name.utf8)) == nil)
    #expect(bytes.range(of: Data(account.identifier.utf8)) == nil)
    for file in ["person.keys", "ledger.key", "data.mdb"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
    }
  }

  @Test func hashesWhatMustOnlyStayRecognisable() throws {
    let folder = try TemporaryFolder()
    let vault = try Vault(at: folder.path, randomness: SystemRandomness())
    func access(_ id: String, _ session: String) throws -> Event {
      Event(
        id: id, source: "test", type: try type("material.accessed"), time: august(2),
        campaign: "c",
        data: [
          NamedValue("material", .text("m1")), NamedValue("session", .text(session)),
          NamedValue("channel", .text("website")),
        ])
    }
    var events = try [access("1", "s-1"), access("2", "s-1"), access("3", "s-2")]
    _ = try vault.seal(&events)
    let results = events.map { $0["session"] }
    #expect(results[0] == results[1])
    #expect(results[0] != results[2])
  }

  @Test func takesABareTextAsAnAccountUnlessItIsAPseudonym() throws {
    let folder = try TemporaryFolder()
    let vault = try Vault(at: folder.path, randomness: SystemRandomness())
    func study(_ id: String, _ person: FieldValue, actor: FieldValue? = nil) throws -> Event {
      Event(
        id: id, source: "test", type: try type("study.selfstudy.completed"), time: august(2),
        campaign: "c", actor: actor,
        data: [
          NamedValue("person", person), NamedValue("content", .text("C2")),
          NamedValue("method", .text("declared")),
        ])
    }
    let first = try sealed(vault, study("1", .text("an@example.vn")))
    let person = try #require(first.text("person"))
    #expect(Pseudonym.hasForm(person))
    #expect(try sealed(vault, study("2", .text(person))).text("person") == person)
    #expect(
      try sealed(vault, study("3", .account(Account(identifier: "an@example.vn")))).text("person")
        == person)
    let stranger = "p-aaaaaaaaaaaaaaaa"
    let other = try sealed(vault, study("4", .text(stranger), actor: .text("an@example.vn")))
    #expect(other.text("person") != stranger)
    #expect(other.actorName == person)
  }

  @Test func refusesAPersonalFieldThatBelongsToNobody() throws {
    let folder = try TemporaryFolder()
    let vault = try Vault(at: folder.path, randomness: SystemRandomness())
    var event = try office("1", name: name, account: account)
    event.data.removeAll { $0.name == "person" }
    var events = [event]
    #expect(
      try vault.seal(&events)
        == [0: .personalFieldWithoutPerson(type: "office.assumed", field: "name")])
  }
}
