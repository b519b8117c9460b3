import Catalog
import EventLog
import Foundation
import LedgerModel
import Testing
import Vault

@Suite("Erasing a person") struct ErasureTests {
  static func options(_ request: String = "12/CV-LĐLĐ") -> ErasureOptions {
    ErasureOptions(request: request, recording: .constant(august(21)))
  }

  @Test("leaves neither value nor key nor a way to the pseudonym in any byte of any file")
  func leavesNothing() throws {
    let persons = try PersonsFixture()
    let person = try persons.pseudonym(7)
    let (key, traces) = (persons.key(of: person), try persons.traces(of: person))
    let before = try ByteSearch(below: persons.path)
    #expect(before.files(withKey: key).count == 1, "the test knows the key")
    #expect(traces.count == 3, "an account, its value, a name")
    for trace in traces { #expect(!before.files(with: trace).isEmpty) }
    let report = try persons.log.erase(
      .account(PersonsFixture.account(7)), options: Self.options())
    #expect(report.person == person)
    #expect(report.fields == ["account", "name"])
    #expect(report.keyCount == 1)
    let after = try ByteSearch(below: persons.path)
    #expect(after.files(withKey: key).isEmpty)
    for trace in traces { #expect(after.files(with: trace).isEmpty) }
    #expect(after.files(withText: "\(PersonsFixture.name) 7").isEmpty)
    #expect(after.files(withText: PersonsFixture.account(7).identifier).isEmpty)
    let other = try persons.pseudonym(8)
    #expect(after.files(withKey: persons.key(of: other)).count == 1, "others keep theirs")
    #expect(try persons.log.vault().reveal(other).count == 2)
    #expect(try persons.log.vault().reveal(person).isEmpty)
  }

  @Test("keeps every stored byte, proof and count")
  func keepsProofs() throws {
    let persons = try PersonsFixture()
    let before = try PersonsFixture.records(persons.path)
    let person = try persons.pseudonym(3)
    let report = try persons.log.erase(.pseudonym(person), options: Self.options("ref-1"))
    let after = try PersonsFixture.records(persons.path)
    #expect(Array(after.prefix(before.count)) == before)
    #expect(after.count == before.count + 1)
    #expect(report.position.number == UInt64(after.count))
    let record = after[before.count]
    let event = try EventCodec.decode(record.span).event
    #expect(event.type.name == "subject.erased")
    #expect(event.text("person") == person)
    #expect(event.text("request") == "ref-1")
    #expect(event.texts("fields") == ["account", "name"])
    persons.log.close()
    let verified = try EventLog.verify(at: persons.path, level: .index)
    #expect(verified.problems.isEmpty, "\(verified.problems)")
  }

  @Test("a later event of the account gets a new pseudonym, everywhere")
  func newPseudonym() throws {
    let persons = try PersonsFixture()
    let account = PersonsFixture.account(5)
    let person = try persons.pseudonym(5)
    // Another process that remembers the person from before.
    let other = try Vault(
      at: persons.path + "/vault", randomness: SeededRandomness(seed: persons.seed))
    var warm = [try PersonsFixture.office(5, suffix: "-warm")]
    _ = try other.seal(&warm)
    #expect(warm[0].text("person") == person)
    _ = try persons.log.erase(.account(account), options: Self.options())
    var later = [try PersonsFixture.office(5, suffix: "-later")]
    #expect(try other.seal(&later).isEmpty)
    let next = try #require(later[0].text("person"))
    #expect(next != person)
    #expect(try persons.pseudonym(5) == next)
    var named = [try PersonsFixture.office(5, suffix: "-named")]
    named[0].data[1] = NamedValue("person", .text(person))
    #expect(try other.seal(&named) == [0: .personErased(person)])
    let outcome = try persons.log.append([named[0]], recording: .constant(august(22)))[0]
    #expect(outcome.refusedBy == .personalOwner)
  }

  @Test("is done once: a second run reports the first")
  func onlyOnce() throws {
    let persons = try PersonsFixture()
    let person = try persons.pseudonym(1)
    let first = try persons.log.erase(.pseudonym(person), options: Self.options())
    let again = try persons.log.erase(.pseudonym(person), options: Self.options("other"))
    #expect(again.wasErased)
    #expect(again.position == first.position)
    #expect(try persons.log.head().lastPosition == first.position)
    #expect(throws: LedgerError.erasure(.unknownPerson(path: persons.path))) {
      try persons.log.erase(.account(PersonsFixture.account(1)), options: Self.options())
    }
  }

  @Test("refuses an event that claims an erasure which never happened")
  func refusesClaims() throws {
    let persons = try PersonsFixture()
    let person = try persons.pseudonym(2)
    let claim = try LedgerFixture.event(
      "subject.erased", id: "claim",
      [
        ("person", .text(person)), ("request", .text("r")), ("keys_destroyed", .integer(1)),
        ("fields", .list([.text("name")])),
      ], campaign: nil)
    let outcome = try persons.fixture.append(claim)
    #expect(outcome.refusedBy == .personalOwner, "\(outcome)")
    #expect(try persons.log.vault().reveal(person).count == 2)
  }

  @Test("destroys nothing when the event would be refused, or while another erasure runs")
  func refusesBefore() throws {
    let persons = try PersonsFixture()
    let person = try persons.pseudonym(2)
    let key = persons.key(of: person)
    for request in ["", String(repeating: "x", count: 70_000)] {
      let error = #expect(throws: LedgerError.self) {
        try persons.log.erase(.pseudonym(person), options: Self.options(request))
      }
      guard case .erasure(.refused)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
    let lock = try #require(try persons.log.vault().lockForErasure())
    _ = withExtendedLifetime(lock) {
      #expect(throws: LedgerError.busy(path: persons.path)) {
        try persons.log.erase(.pseudonym(person), options: Self.options())
      }
    }
    #expect(try ByteSearch(below: persons.path).files(withKey: key).count == 1)
    #expect(try persons.log.vault().unfinishedErasures().isEmpty)
  }

  @Test("needs permission in a simulated ledger, before anything is destroyed")
  func simulated() throws {
    let fixture = try LedgerFixture(seed: 4, seeded: false)
    let drafts = try (LedgerFixture.beginning() + [PersonsFixture.office(1)]).map {
      Draft($0, recorded: LedgerFixture.start)
    }
    let played = try fixture.log.append(
      drafts, options: AppendOptions(recording: .simulated(clock: august(31))))
    #expect(played.allSatisfy { $0.position != nil })
    let vault = try fixture.log.vault()
    let person = try #require(try vault.pseudonym(of: PersonsFixture.account(1)))
    #expect(throws: LedgerError.simulated(path: fixture.path)) {
      try fixture.log.erase(.pseudonym(person), options: Self.options())
    }
    #expect(try vault.reveal(person).count == 2)
    var options = Self.options()
    options.allowsLive = true
    #expect(try fixture.log.erase(.pseudonym(person), options: options).keyCount == 1)
    #expect(try vault.reveal(person).isEmpty)
  }

  @Test("says which other pseudonyms are linked, as the log stands now")
  func links() throws {
    let persons = try PersonsFixture()
    let names = try (0..<6).map { try persons.pseudonym($0) }
    func link(_ type: String, _ id: String, _ main: Int, _ others: [Int]) throws -> Event {
      try LedgerFixture.event(
        type, id: id,
        [
          ("persons", .list(others.map { .text(names[$0]) })), ("person", .text(names[main])),
          ("basis", .text("same card")),
        ], campaign: nil)
    }
    let events = [
      try link("identity.linked", "l1", 0, [0, 1]), try link("identity.linked", "l2", 1, [2]),
      try link("identity.linked", "l3", 0, [3]), try link("identity.unlinked", "l4", 0, [3]),
      try link("identity.linked", "l5", 0, [4]),
      try LedgerFixture.event(
        "entry.voided", id: "v", [("target_id", .text("l5")), ("reason", .text("wrong"))],
        campaign: nil),
    ]
    let outcomes = try persons.log.append(events, recording: .constant(august(21)))
    #expect(outcomes.allSatisfy { $0.position != nil }, "\(outcomes)")
    #expect(try persons.log.personsLinked(with: names[0]) == [names[1], names[2]].sorted())
    #expect(try persons.log.personsLinked(with: names[2]) == [names[0], names[1]].sorted())
    #expect(try persons.log.personsLinked(with: names[4]).isEmpty)
  }
}
