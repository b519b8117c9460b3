import EventLog
import Evidence
import Foundation
import LMDB
import LedgerModel
import Testing
import Vault

/// Every class of byte is altered, and the level that claims to catch it does.
///
/// On demand: KIEM_TAMPER_FLIPS=20000 flips that many bits of each class.
@Suite(.serialized) struct TamperTests {
  private static let seed: UInt64 = 2_063
  private static let flipCount =
    ProcessInfo.processInfo.environment["KIEM_TAMPER_FLIPS"].flatMap { Int($0) } ?? 300

  /// A closed and signed ledger of that many events.
  private func signed(_ size: Int) throws -> SignedLog {
    let signed = try SignedLog()
    try signed.sign(at: size)
    signed.log.close()
    return signed
  }

  private func problems(
    _ path: String, _ level: VerificationLevel, _ basis: VerificationBasis = VerificationBasis()
  ) -> [VerificationProblem] {
    do throws(LedgerError) {
      return try EventLog.verify(at: path, level: level, basis: basis).problems
    } catch {
      // A newer format and the like: refused with a name, so not accepted.
      return [VerificationProblem(.structure, nil, error.description)]
    }
  }

  private static func isReadable(_ record: [UInt8]) -> Bool {
    do {
      _ = try EventCodec.read(record.span)
      return true
    } catch {
      return false
    }
  }

  private func tell(_ what: String, _ count: Int) {
    print("tampering, \(what): \(count) of \(count) caught, seed \(Self.seed)")
  }

  // MARK: - The log

  @Test func levelTwoCatchesEveryFlippedBitOfEveryRecord() throws {
    let signed = try signed(300)
    let store = try Tampering(signed.fixture.path + "/log", "events")
    var generator = SplitMix(state: Self.seed)
    for _ in 0..<Self.flipCount {
      let position = generator.next() % 300 + 1
      let key = NumberKey(position).span.indices.map { NumberKey(position).span[$0] }
      try store.flipping(key, &generator) { bit in
        let found = problems(signed.fixture.path, .bytes)
        #expect(
          found.contains { $0.positions?.contains(position) == true && $0.kind == .bytes },
          "#\(position), bit \(bit): \(found)")
        // What cannot be read any more is named, and nothing else is.
        let isReadable = Self.isReadable(try store.value(key))
        #expect(
          found.filter { $0.kind == .record }.compactMap(\.positions)
            == (isReadable ? [] : [position...position]), "#\(position), bit \(bit): \(found)")
      }
    }
    #expect(problems(signed.fixture.path, .index).isEmpty)
    tell("payload", Self.flipCount)
  }

  @Test func levelTwoLocatesDamageToATile() throws {
    let signed = try signed(65_900)
    let path = signed.fixture.path
    let events = try Tampering(path + "/log", "events")
    let tiles = try Tampering(path + "/log", "tiles")
    var generator = SplitMix(state: Self.seed)
    for round in 0..<6 {
      let position = round == 0 ? 65_536 : generator.next() % 65_536 + 1
      let key = NumberKey(position).span.indices.map { NumberKey(position).span[$0] }
      try events.flipping(key, &generator) { _ in
        let found = problems(path, .bytes).filter { $0.positions?.contains(position) == true }
        #expect(found.contains { $0.kind == .bytes && $0.positions?.count == 256 }, "\(found)")
      }
    }
    for _ in 0..<6 {
      try tiles.flipping(MerkleTile.key(level: 1, index: 0), &generator) { bit in
        let first = UInt64(bit / 8 / 32) * 256 + 1
        let found = problems(path, .bytes)
        #expect(found.map(\.kind) == [.tile], "\(found)")
        #expect(found.first?.positions == first...(first + 255), "\(found)")
      }
    }
    try tiles.removing(MerkleTile.key(level: 1, index: 0)) {
      #expect(problems(path, .bytes).map(\.kind).contains(.tile))
    }
    #expect(problems(path, .bytes).isEmpty)
    tell("payload and tile, located to 256 events", 13)
  }

  @Test func theHeadCannotSayAnythingElse() throws {
    let signed = try signed(300)
    let path = signed.fixture.path
    let before = try signed.log.head()
    let store = try Tampering(path + "/log", "head")
    let key = Array("head".utf8)
    var (caught, harmless) = (0, 0)
    for bit in 0..<(try store.value(key).count * 8) {
      try store.flipping(key, bit: bit) {
        if !problems(path, .bytes).isEmpty {
          caught += 1
          return
        }
        // What no event proves: which program wrote last, which event was the first live one, and
        // how far an import has come.
        let after = try signed.log.head()
        harmless += 1
        #expect(after.frontier == before.frontier && after.ledger == before.ledger, "bit \(bit)")
        #expect(after.lastRecorded == before.lastRecorded && after.mark == before.mark)
      }
    }
    #expect(caught > 3 * harmless)
    print("tampering, head: \(caught) of \(caught + harmless) bits caught, \(harmless) harmless")
  }

  @Test func swappedRecordsAreCaught() throws {
    let signed = try signed(300)
    let store = try Tampering(signed.fixture.path + "/log", "events")
    let keys = [UInt64(57), 290].map { number in
      NumberKey(number).span.indices.map { NumberKey(number).span[$0] }
    }
    let (first, second) = (try store.value(keys[0]), try store.value(keys[1]))
    try store.put(second, keys[0])
    try store.put(first, keys[1])
    let found = problems(signed.fixture.path, .bytes)
    #expect(found.contains { $0.kind == .bytes && $0.positions?.contains(57) == true })
    #expect(found.contains { $0.kind == .bytes && $0.positions?.contains(290) == true })
  }

  @Test func missingAndAddedRecordsAreCaught() throws {
    let signed = try signed(300)
    let store = try Tampering(signed.fixture.path + "/log", "events")
    for number in [UInt64(1), 150, 300] {
      let key = NumberKey(number).span.indices.map { NumberKey(number).span[$0] }
      try store.removing(key) {
        #expect(!problems(signed.fixture.path, .bytes).isEmpty, "#\(number)")
      }
    }
    let last = NumberKey(300).span.indices.map { NumberKey(300).span[$0] }
    let behind = NumberKey(301).span.indices.map { NumberKey(301).span[$0] }
    try store.put(try store.value(last), behind)
    #expect(problems(signed.fixture.path, .bytes).map(\.kind).contains(.head))
  }

  // MARK: - Files as such

  @Test func aByteAnywhereInTheFileIsCaughtOrChangesNothing() throws {
    let signed = try signed(300)
    let head = try signed.log.head()
    let file = "log/data.mdb"
    let size = try Data(contentsOf: URL(filePath: signed.fixture.path + "/" + file)).count
    var generator = SplitMix(state: Self.seed)
    var (caught, harmless) = (0, 0)
    for _ in 0..<Self.flipCount {
      // Every second flip hits the first pages: meta pages and what the tables begin with.
      let range = generator.next() % 2 == 0 ? min(size, 16_384) : size
      let place = Int(generator.next() % UInt64(range))
      let bit = UInt8(1) << UInt8(generator.next() % 8)
      let copy = try altered(signed.fixture.path, file) { $0[place] ^= bit }
      guard problems(copy.path + "/ledger", .bytes).isEmpty else {
        caught += 1
        continue
      }
      harmless += 1
      let after = try EventLog.open(at: copy.path + "/ledger", isReadOnly: true).head()
      #expect(after == head, "byte \(place)")
    }
    #expect(caught > 0)
    print(
      "tampering, whole file: \(caught) caught, \(harmless) in unused places, "
        + "seed \(Self.seed)")
  }

  @Test func aTruncatedFileIsCaughtByEveryLevel() throws {
    let signed = try signed(700)
    let size = try Data(contentsOf: URL(filePath: signed.fixture.path + "/log/data.mdb")).count
    for length in [0, 1, 4_096, 8_192, size / 2, size - 4_096, size - 1] {
      let copy = try altered(signed.fixture.path, "log/data.mdb") {
        $0.removeLast($0.count - length)
      }
      for level in [VerificationLevel.checkpoints, .bytes, .index] {
        #expect(!problems(copy.path + "/ledger", level).isEmpty, "\(length) bytes, \(level)")
      }
    }
  }

  /// A copy of a ledger with one of its files altered.
  private func altered(
    _ path: String, _ file: String, _ change: (inout Data) throws -> Void
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(atPath: path, toPath: folder.path + "/ledger")
    let url = URL(filePath: folder.path + "/ledger/" + file)
    var data = try Data(contentsOf: url)
    try change(&data)
    try data.write(to: url)
    return folder
  }

  // MARK: - Index and vault

  @Test func levelThreeCatchesEveryFlippedBitOfTheIndex() throws {
    let signed = try signed(300)
    let path = signed.fixture.path
    var generator = SplitMix(state: Self.seed)
    var count = 0
    for name in ["new identifiers", "new entities", "state"] {
      let store = try Tampering(path + "/index", name)
      let keys = try store.keys()
      for _ in 0..<(name == "state" ? 40 : 30) {
        let key = keys[Int(generator.next() % UInt64(keys.count))]
        try store.flipping(key, &generator) { bit in
          #expect(problems(path, .index).contains { $0.kind == .index }, "\(name), bit \(bit)")
        }
        count += 1
      }
      guard name != "state" else { continue }
      try store.removing(keys[0]) {
        #expect(problems(path, .index).contains { $0.kind == .index }, "\(name)")
      }
      count += 1
    }
    #expect(problems(path, .index).isEmpty)
    tell("index", count)
  }

  @Test func levelThreeCatchesEveryFlippedBitOfTheVault() throws {
    let signed = try signed(60)
    let path = signed.fixture.path
    var generator = SplitMix(state: Self.seed)
    var count = 0
    for name in ["values", "accounts", "persons"] {
      let store = try Tampering(path + "/vault", name)
      let keys = try store.keys()
      #expect(keys.count > 20, "\(name)")
      for _ in 0..<60 {
        let key = keys[Int(generator.next() % UInt64(keys.count))]
        try store.flipping(key, &generator) { bit in
          #expect(problems(path, .index).contains { $0.kind == .vault }, "\(name), bit \(bit)")
        }
        try store.renaming(key, &generator) { bit in
          #expect(problems(path, .index).contains { $0.kind == .vault }, "\(name), key \(bit)")
        }
        count += 2
      }
    }
    for file in ["person.keys", "ledger.key"] {
      let url = URL(filePath: path + "/vault/" + file)
      let data = try Data(contentsOf: url)
      for _ in 0..<20 {
        var wrong = data
        wrong[Int(generator.next() % UInt64(data.count))] ^= 1 << UInt8(generator.next() % 8)
        try wrong.write(to: url)
        #expect(problems(path, .index).contains { $0.kind == .vault }, "\(file)")
        count += 1
      }
      try data.write(to: url)
    }
    #expect(problems(path, .index).isEmpty)
    tell("vault", count)
  }

  // MARK: - Checkpoints

  @Test func levelOneCatchesEveryFlippedBitOfACheckpointAndOfTheKey() throws {
    let signed = try signed(300)
    let path = signed.fixture.path
    var count = 0
    for file in ["checkpoints/300.checkpoint", "keys/signing.pub"] {
      let url = URL(filePath: path + "/" + file)
      let data = try Data(contentsOf: url)
      // The line feed behind the key is no part of it.
      let length = file.hasSuffix(".pub") ? data.count - 1 : data.count
      for bit in 0..<(length * 8) {
        var wrong = data
        wrong[bit / 8] ^= 1 << UInt8(bit % 8)
        try wrong.write(to: url)
        #expect(
          problems(path, .checkpoints).contains { $0.kind == .checkpoint }, "\(file), bit \(bit)")
        count += 1
      }
      try data.write(to: url)
    }
    #expect(problems(path, .checkpoints).isEmpty)
    print("tampering, checkpoint and key: \(count) of \(count) bits caught")
  }

  @Test func replayedFilesAreCaughtAsFarAsAnybodyHoldsACheckpoint() throws {
    let signed = try signed(200)
    let path = signed.fixture.path
    let older = try altered(path, "log/data.mdb") { _ in }
    let held = try signed.sign(at: 300)
    signed.log.close()
    let key = try signed.log.verifierKey()
    // The log alone was put back: the ledger's own newer checkpoint tells.
    let logOnly = try altered(path, "log/data.mdb") { data in
      data = try Data(contentsOf: URL(filePath: older.path + "/ledger/log/data.mdb"))
    }
    #expect(problems(logOnly.path + "/ledger", .checkpoints).map(\.kind) == [.checkpoint])
    // The whole folder was put back: nothing in it knows, whoever holds a checkpoint does.
    let whole = older.path + "/ledger"
    #expect(problems(whole, .index).isEmpty)
    let basis = VerificationBasis(heldCheckpoints: [held.path], key: key)
    let found = problems(whole, .held, basis)
    #expect(found.map(\.kind) == [.checkpoint])
    #expect(found.first?.message.contains("300") == true, "\(found)")
    #expect(problems(path, .held, basis).isEmpty)
  }

  @Test func aRewrittenLogIsCaughtByACheckpointThatSomebodyHolds() throws {
    let honest = try signed(300)
    let held = try #require(honest.checkpoints.last)
    let key = try honest.log.verifierKey()
    // The owner makes the log anew without one event, under the same name and with the same key.
    let forged = try LedgerFixture(seeded: false)
    let events = try honest.log.read { snapshot in
      var events: [Event] = []
      for number in UInt64(1)...300 where number != 120 {
        if let event = try snapshot.event(at: Position(number)) { events.append(event.event) }
      }
      return events
    }
    #expect(events.count == 299)
    _ = try forged.log.append(
      try LedgerFixture.beginning(), recording: .constant(LedgerFixture.start))
    for number in 0..<400 where number != 50 {
      _ = try forged.append(try LedgerFixture.study(number, person: number % 90))
    }
    _ = try forged.log.signCheckpoint(
      CheckpointOptions(records: false, randomness: SeededRandomness(seed: 4)),
      now: { august(20) })
    #expect(try forged.log.head().origin == honest.log.head().origin)
    #expect(try forged.log.verifierKey().description == key.description)
    #expect(problems(forged.path, .index).isEmpty)
    let basis = VerificationBasis(heldCheckpoints: [held.path], key: key)
    let found = problems(forged.path, .held, basis)
    #expect(found.map(\.kind) == [.checkpoint])
    #expect(found.first?.message.contains("not the beginning") == true, "\(found)")
  }

  @Test func aHeldCheckpointNeedsTheSignatureOfTheKey() throws {
    let signed = try signed(100)
    let held = try #require(signed.checkpoints.last)
    let stranger = try NoteSigner(name: held.checkpoint.origin, seed: Array(1...32))
    let folder = try TemporaryFolder()
    let path = folder.path + "/unsigned.checkpoint"
    let note = try held.checkpoint.signed(by: stranger)
    try note.encoded.write(toFile: path, atomically: true, encoding: .utf8)
    let own = problems(
      signed.fixture.path, .held, VerificationBasis(heldCheckpoints: [path]))
    #expect(own.map(\.message) == ["\(path) is not signed by the key"])
    // With the stranger's key it is the ledger's own checkpoint that is not signed.
    let theirs = problems(
      signed.fixture.path, .held,
      VerificationBasis(heldCheckpoints: [path], key: stranger.verifier))
    #expect(
      theirs.map(\.message) == ["checkpoints/100.checkpoint is not signed by the key"])
  }
}
