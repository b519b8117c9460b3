import Catalog
import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing
import Vault

@Suite struct CheckpointTests {
  private func options(
    signer: String? = nil, records: Bool = true, live: Bool = false
  ) -> CheckpointOptions {
    CheckpointOptions(
      signer: signer, records: records, allowsLive: live, randomness: SeededRandomness(seed: 9))
  }

  private func sign(
    _ log: EventLog, _ options: CheckpointOptions, at now: Instant = august(20)
  ) throws -> SignedCheckpoint {
    try log.signCheckpoint(options, now: { now })
  }

  @Test func signsTheHeadAndRecordsItBehind() throws {
    let fixture = try LedgerFixture()
    let head = try fixture.log.head()
    let signed = try sign(fixture.log, options())
    #expect(signed.file.checkpoint == head.checkpoint)
    #expect(signed.file.checkpoint.size == head.size)
    #expect(signed.verifier.verdict(on: signed.file.note) == .signed)
    #expect(signed.verifier.name == head.origin)
    let place = Position(head.size + 1)
    #expect(signed.recording == .recorded(place))
    let event = try fixture.log.read { try $0.event(at: place)?.event }
    #expect(event?.position("position") == head.lastPosition)
    #expect(event?.text("root") == head.root.hex)
    #expect(event?.text("signer") == head.origin)
    let file = try String(contentsOfFile: signed.file.path, encoding: .utf8)
    #expect(file == signed.file.note.encoded)
    #expect(file.hasPrefix("\(head.origin)\n\(head.size)\n\(head.root.base64)\n\n\u{2014} kiem/"))
    #expect(try EventLog.verify(at: fixture.path, level: .index).problems.isEmpty)
  }

  @Test func keepsTheKeyToItself() throws {
    let fixture = try LedgerFixture()
    #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/keys").isEmpty)
    #expect(throws: EvidenceError.self) { try fixture.log.verifierKey() }
    let signed = try sign(fixture.log, options(signer: "congdoan.vn/so", records: false))
    #expect(signed.recording == .notAsked)
    let key = fixture.path + "/keys/signing.key"
    let attributes = try FileManager.default.attributesOfItem(atPath: key)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/keys")
    #expect(Set(names) == ["signing.key", "signing.pub"])
    #expect(try fixture.log.verifierKey().description == signed.verifier.description)
    #expect(signed.verifier.description.hasPrefix("congdoan.vn/so+"))
    // Later ones use the same key, and another name is refused.
    #expect(
      try sign(fixture.log, options(records: false)).verifier.publicKey
        == signed.verifier.publicKey)
    #expect(throws: EvidenceError.otherSigner(known: "congdoan.vn/so")) {
      try self.sign(fixture.log, self.options(signer: "other"))
    }
    #expect(throws: EvidenceError.signerName) {
      try self.sign(LedgerFixture().log, self.options(signer: "a b"))
    }
  }

  @Test func signingTheSameSizeTwiceKeepsOneFileWithOneSignature() throws {
    let fixture = try LedgerFixture()
    let first = try sign(fixture.log, options(records: false))
    let second = try sign(fixture.log, options(records: false))
    #expect(first.file.path == second.file.path)
    #expect(second.file.note.encoded == first.file.note.encoded)
  }

  @Test func anEmptyLogCanBeSigned() throws {
    let fixture = try LedgerFixture(seeded: false)
    let signed = try sign(fixture.log, options())
    #expect(signed.file.checkpoint.size == 0)
    #expect(signed.file.checkpoint.root == .empty)
    #expect(signed.recording == .needsLive(mark: .live))
    #expect(try fixture.log.head().size == 0)
    _ = try fixture.log.append(try LedgerFixture.beginning(), recording: .constant(august(1)))
    #expect(try EventLog.verify(at: fixture.path, level: .index).problems.isEmpty)
  }

  @Test func doesNotEndBackfillingAndDoesNotMixClocks() throws {
    let backfilled = try LedgerFixture(seeded: false)
    _ = try backfilled.log.append(
      try LedgerFixture.beginning().map { Draft($0) },
      options: AppendOptions(recording: .backfill(now: { august(20) })))
    let size = try backfilled.log.head().size
    #expect(try sign(backfilled.log, options()).recording == .needsLive(mark: .backfilled))
    #expect(try backfilled.log.head().size == size)
    #expect(
      try sign(backfilled.log, options(live: true)).recording == .recorded(Position(size + 1)))
    #expect(try sign(backfilled.log, options()).recording == .recorded(Position(size + 2)))

    let simulated = try LedgerFixture(seeded: false)
    let mark = LedgerMark.simulated(clock: august(31))
    _ = try simulated.log.append(
      try LedgerFixture.beginning().map { Draft($0) },
      options: AppendOptions(recording: .simulated(clock: august(31))))
    #expect(try sign(simulated.log, options()).recording == .needsLive(mark: mark))
    #expect(
      try sign(simulated.log, options(live: true)).recording == .recorded(Position(size + 1)))
    // One live event does not make it a live ledger.
    #expect(try sign(simulated.log, options()).recording == .needsLive(mark: mark))
    for fixture in [backfilled, simulated] {
      #expect(try EventLog.verify(at: fixture.path, level: .index).problems.isEmpty)
    }
  }

  @Test func refusesToSignALogThatWasCutOffOrReplaced() throws {
    let fixture = try LedgerFixture()
    let older = fixture.folder.path + "/older"
    fixture.log.close()
    try FileManager.default.copyItem(atPath: fixture.path + "/log", toPath: older)
    _ = try fixture.append(try LedgerFixture.study(1))
    _ = try sign(fixture.log, options(records: false))
    let path = fixture.path
    let other = try LedgerFixture(seed: 2)
    for (source, expected) in [(older, "holds"), (other.path + "/log", "another log")] {
      let copy = try TemporaryFolder()
      let ledger = copy.path + "/ledger"
      try FileManager.default.copyItem(atPath: path, toPath: ledger)
      try FileManager.default.removeItem(atPath: ledger + "/log")
      try FileManager.default.copyItem(atPath: source, toPath: ledger + "/log")
      let log = try EventLog.open(at: ledger)
      let error = #expect(throws: EvidenceError.self) { try self.sign(log, self.options()) }
      #expect(error?.description.contains(expected) == true, "\(String(describing: error))")
      let report = try EventLog.verify(at: ledger, level: .checkpoints)
      #expect(report.problems.map(\.kind) == [.checkpoint], "\(report.problems)")
    }
  }

  @Test func onlyOneOfManyRunsRecordsTheSameSize() throws {
    let fixture = try LedgerFixture()
    let signed = try sign(fixture.log, options(records: false))
    let event = Event(
      id: "\(signed.file.checkpoint.size)-\(signed.verifier.identifierText)",
      source: "kiem:checkpoint", type: try type("checkpoint.signed"), time: august(20),
      actor: .text("system:kiem"),
      data: [
        NamedValue("checkpoint", .text("same")), NamedValue("position", .position(Position(1))),
        NamedValue("root", .text("00")), NamedValue("signer", .text("x")),
      ])
    // A statement that is not true of the log is noticed, and no second one is added for a size.
    let place = try fixture.append(event).position
    let report = try EventLog.verify(at: fixture.path, level: .bytes)
    #expect(report.problems.map(\.kind) == [.checkpoint, .checkpoint], "\(report.problems)")
    #expect(report.problems.first?.positions?.lowerBound == place?.number)
  }

  @Test func aReadOnlyLedgerIsNotSigned() throws {
    let fixture = try LedgerFixture()
    let log = try EventLog.open(at: fixture.path, isReadOnly: true)
    #expect(throws: LedgerError.readOnly(path: fixture.path)) {
      try self.sign(log, self.options())
    }
  }

  @Test func aDeletedCheckpointIsMissed() throws {
    let fixture = try LedgerFixture()
    let signed = try sign(fixture.log, options())
    try FileManager.default.removeItem(atPath: signed.file.path)
    let report = try EventLog.verify(at: fixture.path, level: .bytes)
    #expect(report.problems.map(\.kind) == [.checkpoint])
    #expect(report.problems.first?.message.contains("missing") == true)
  }

  @Test func provesEventsAndGrowth() throws {
    let fixture = try LedgerFixture()
    let first = try sign(fixture.log, options())
    for number in 0..<70 { _ = try fixture.append(try LedgerFixture.study(number)) }
    let second = try sign(fixture.log, options(records: false))
    let head = try fixture.log.head()
    for position in [1, 7, 64, 65, head.size] {
      let proven = try fixture.log.prove(Position(position))
      #expect(proven.root == head.root)
      #expect(
        proven.proof.verifies(leaf: MerkleHash(leaf: proven.record.span), root: head.root))
    }
    let earlier = try fixture.log.prove(Position(3), size: first.file.checkpoint.size)
    #expect(earlier.root == first.file.checkpoint.root)
    let growth = try fixture.log.prove(from: first.file)
    #expect(growth.to == head.root)
    #expect(growth.proof.verifies(from: first.file.checkpoint.root, to: head.root))
    #expect(try fixture.log.prove(from: first.file, to: second.file).to == head.root)
    #expect(throws: EvidenceError.self) {
      try fixture.log.prove(from: second.file, to: first.file)
    }
    for position in [0, head.size + 1] {
      #expect(throws: EvidenceError.beyondEnd(number: position, held: head.size)) {
        try fixture.log.prove(Position(position))
      }
    }
    #expect(throws: EvidenceError.outsideTree(position: 8, size: 7)) {
      try fixture.log.prove(Position(8), size: 7)
    }
  }
}
