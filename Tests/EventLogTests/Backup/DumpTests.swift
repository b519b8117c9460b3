import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing
import Vault

@Suite("Dumps") struct DumpTests {
  private func dumped(_ log: EventLog, keys: Bool = false) throws -> Data {
    var data = Data()
    _ = try log.dump(withPersonKeys: keys) { data.append($0) }
    return data
  }

  /// Loads from pieces of an odd size, so that lines are cut anywhere.
  private func load(_ data: Data, to path: String, piece: Int = 777) throws -> DumpReport {
    var offset = 0
    return try EventLog.load(named: "dump", to: path) {
      let end = min(data.count, offset + piece)
      defer { offset = end }
      return offset < end ? data[data.startIndex + offset..<data.startIndex + end] : nil
    }
  }

  @Test("give the same ledger back", arguments: [UInt64(1), 2, 3])
  func roundTrip(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let persons = try PersonsFixture(seed: seed, count: Int(generator.next() % 30) + 1)
    try BackupTests.study(persons.log, 0..<Int(generator.next() % 600))
    let root = persons.fixture.folder.path
    let data = try dumped(persons.log)
    let report = try load(data, to: root + "/loaded", piece: Int(generator.next() % 5_000) + 1)
    let (head, loaded) = (try persons.log.head(), try EventLog.open(at: root + "/loaded"))
    #expect(try loaded.head() == head, "seed \(seed)")
    #expect(report.root == head.root.hex)
    #expect(try PersonsFixture.records(root + "/loaded") == PersonsFixture.records(persons.path))
    #expect(try dumped(loaded) == data, "a dump of the loaded ledger is the same file")
    #expect(try loaded.vault().reveal(persons.pseudonym(0)).isEmpty)
    loaded.close()
    #expect(try EventLog.verify(at: root + "/loaded", level: .index).problems.isEmpty)
  }

  @Test("hold keys and names only when asked")
  func withKeys() throws {
    let persons = try PersonsFixture()
    let root = persons.fixture.folder.path
    let key = Data(persons.key(of: try persons.pseudonym(2))).base64EncodedString()
    let without = String(decoding: try dumped(persons.log), as: UTF8.self)
    #expect(!without.contains(key) && !without.contains("\"vault\""))
    _ = try persons.log.dump(withPersonKeys: true, toFile: root + "/all.ndjson")
    let attributes = try FileManager.default.attributesOfItem(atPath: root + "/all.ndjson")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let data = try Data(contentsOf: URL(filePath: root + "/all.ndjson"))
    #expect(String(decoding: data, as: UTF8.self).contains(key))
    #expect(try load(data, to: root + "/loaded").hasPersonKeys)
    let loaded = try EventLog.open(at: root + "/loaded")
    #expect(
      try Set(loaded.vault().reveal(persons.pseudonym(2)))
        == Set(persons.log.vault().reveal(persons.pseudonym(2))))
    let retry = try loaded.append([PersonsFixture.office(2)], recording: .constant(august(23)))[0]
    guard case .duplicate = retry else {
      Issue.record("\(retry)")
      return
    }
    for name in ["person.keys", "ledger.key", "data.mdb"] {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: root + "/loaded/vault/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test("are refused with line and field when they were changed")
  func refuses() throws {
    let persons = try PersonsFixture(count: 3)
    let path = persons.fixture.folder.path + "/loaded"
    let lines = String(decoding: try dumped(persons.log), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func problem(_ change: (inout [String]) -> Void) -> DumpProblem? {
      var changed = lines
      change(&changed)
      do {
        _ = try load(Data(changed.joined(separator: "\n").utf8), to: path)
      } catch LedgerError.dump(let problem) {
        return problem
      } catch {
        Issue.record("\(error)")
      }
      return nil
    }
    func place(_ problem: DumpProblem?) -> String {
      guard case .line(let line, let field, _, _)? = problem else {
        return "\(String(describing: problem))"
      }
      return "\(line) \(field)"
    }
    #expect(place(problem { $0[3] = "" }) == "4 text")
    #expect(place(problem { $0.remove(at: 3) }) == "4 position")
    #expect(place(problem { $0.swapAt(3, 4) }) == "4 position")
    #expect(
      place(problem { $0[3] = $0[3].replacing("\"record\":\"", with: "\"record\":\"*") })
        == "4 record")
    #expect(place(problem { $0[3] = "{\"position\":3,\"record\":\"AAAA\"}" }) == "4 record")
    #expect(
      place(problem { $0[0] = $0[0].replacing("\"position\":", with: "\"position\":1") })
        == "1 head")
    #expect(place(problem { $0[0] = "{}" }) == "1 kiem_dump")
    #expect(place(problem { $0.insert("{\"x\":1}", at: 2) }) == "3 text")
    #expect(
      place(problem { $0.insert("{\"vault\":\"values\",\"key\":\"\",\"value\":\"\"}", at: 5) })
        == "6 vault")
    #expect(place(problem { $0[2] = String(repeating: "x", count: 400_000) }) == "3 text")
    let end = UInt64(lines.count - 2)
    #expect(problem { $0.removeLast(2) } == .cutOff(afterLine: end, file: "dump"))
    #expect(problem { $0.removeAll() } == .cutOff(afterLine: 0, file: "dump"))
    #expect(
      problem { $0[0] = $0[0].replacing("\"kiem_dump\":1", with: "\"kiem_dump\":7") }
        == .newerFormat(7, file: "dump"))
    // Another letter in an id: everything is well-formed, only the root tells.
    let forged = problem { lines in
      let old = lines[4].split(separator: "\"")[5]
      var record = [UInt8](Data(base64Encoded: String(old)) ?? Data())
      record[13] ^= 1
      lines[4] = lines[4].replacing(old, with: Data(record).base64EncodedString())
    }
    #expect(forged == .rootDiffers(file: "dump"))
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(!FileManager.default.fileExists(atPath: path + ".creating"))
    #expect(try load(Data(lines.joined(separator: "\n").utf8), to: path).position.number == 11)
  }

  /// The root by somebody else's means: thirty lines of Python that know RFC 9162 and nothing of us.
  private static let script = """
    import base64, hashlib, json, sys
    lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    leaves = [hashlib.sha256(b"\\0" + base64.b64decode(line["record"])).digest()
              for line in lines if "record" in line]
    def root(nodes):
        if not nodes:
            return hashlib.sha256().digest()
        if len(nodes) == 1:
            return nodes[0]
        split = 1
        while split * 2 < len(nodes):
            split *= 2
        return hashlib.sha256(b"\\1" + root(nodes[:split]) + root(nodes[split:])).digest()
    print(root(leaves).hex() == lines[0]["root"] == lines[-1]["root"])
    """

  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test("give the root by a program that is not ours", .enabled(if: python != nil))
  func otherProgram() throws {
    let persons = try PersonsFixture(count: 5)
    try BackupTests.study(persons.log, 0..<301)
    let file = persons.fixture.folder.path + "/dump.ndjson"
    _ = try persons.log.dump(toFile: file)
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
    process.arguments = ["-c", Self.script, file]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    process.waitUntilExit()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    #expect(String(decoding: answer, as: UTF8.self) == "True\n")
  }
}
