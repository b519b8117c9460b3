import Foundation
import TestSupport
import Testing

/// Whatever people hand in that cannot be used: a clear error, nothing half-written.
@Suite("Command line: bad input")
struct BadInputTests {
  private func position(_ folder: TemporaryFolder) throws -> Int {
    let status = try Program.run(["status", "--format", "json"], in: folder)
    let json = try JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any]
    return try #require(json?["position"] as? Int)
  }

  @Test(
    "single events that cannot be recorded name field and remedy",
    arguments: [
      (["report.submittd"], "did you mean 'report.submitted'?"),
      (["report.submitted", "reprt=x"], "data.reprt"),
      (["report.submitted", "report=x", "version=eins"], "data.version"),
      (
        ["report.submitted", "report=x", "version=1", "to_unit=tinh", "--unit", "nowhere"],
        "nowhere"
      ),
      (["report.submitted", "report=x", "version=1", "to_unit=nowhere"], "data.to_unit"),
      (
        ["report.submitted", "report=x", "version=1", "to_unit=tinh", "--unit", "LĐLĐ huyện Lắk"],
        "the unit called so has the id 'lak'"
      ),
      (
        ["report.submitted", "report=x", "version=1", "to_unit=LDLD huyen Lak"],
        "did you mean 'lak' (LĐLĐ huyện Lắk)"
      ),
      (["report.submitted", "report", "=", "x"], "without spaces around the ="),
      (["report.submitted", "report=x", "version=1", "covers_to=31/6/2021"], "June 2021 has 30"),
      (["report.submitted", "report=x", "version=1", "covers_to=8/13/2021"], "day comes first"),
      (["report.submitted", "report=x", "version=1", "covers_to=2021-06-31"], "covers_to"),
      (["report.submitted", "--time", "31/6/2021 08:00"], "time: June 2021 has 30"),
      (["report.submitted", "--time", "05/8/2021"], "time of day"),
      (["report.submitted", "figures=x"], "data.figures"),
      (["report.submitted", "word"], "key=value"),
    ])
  func singleEvents(words: [String], says: String) throws {
    let folder = try SmallCampaign.folder()
    let before = try position(folder)
    let result = try Program.run(
      ["record"] + words + (words.contains("--unit") ? [] : ["--unit", "lak"]), in: folder)
    #expect(result.status == 2, "\(result.messages)")
    #expect(result.output.isEmpty)
    #expect(result.messages.contains(says), "\(result.messages)")
    #expect(try position(folder) == before)
  }

  @Test("the day comes first: 8/5/2021 is 8 May")
  func dayFirst() throws {
    let result = try SmallCampaign.run(
      "record", "report.submitted", "report=x", "version=1", "to_unit=tinh", "covers_to=8/5/2021",
      "--unit", "lak", "--dry-run", "--campaign", "c1")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.contains("\"covers_to\":\"2021-05-08\""))
  }

  @Test("a huge event is refused whole")
  func hugeEvent() throws {
    let folder = try SmallCampaign.folder()
    let before = try position(folder)
    let value = String(repeating: "Đ", count: 40_000)
    let result = try Program.run(
      ["record", "report.submitted", "report=x", "version=1", "via=\(value)", "--unit", "lak"],
      in: folder)
    #expect(result.status == 2)
    #expect(result.messages.utf8.count < 2_000, "the message does not repeat the value")
    #expect(try position(folder) == before)
  }

  @Test("a text that asks nothing says so", arguments: ["", "   ", "let a = units"])
  func emptyText(text: String) throws {
    let result = try SmallCampaign.run("query", "-", input: text)
    #expect(result.status == 2)
    #expect(result.messages.contains("the text asks nothing"), "\(result.messages)")
    #expect(result.messages.contains("begin with a source"))
  }

  @Test("a name as long as a file does not flood the message")
  func longName() throws {
    let result = try SmallCampaign.run(
      "query", "-", input: String(repeating: "x", count: 1_000_000))
    #expect(result.status == 2)
    #expect(result.messages.utf8.count < 5_000)
  }

  @Test("more stages than the limit are one error")
  func manyStages() throws {
    let result = try SmallCampaign.run(
      "query", "-", input: "units | sort unit" + String(repeating: " | take 5", count: 5_000))
    #expect(result.status == 2)
    #expect(result.messages.contains("error[K117]: the text has more than 500 stages"))
  }

  @Test("a query text that is not UTF-8, from a pipe and from a file")
  func notUTF8() throws {
    let folder = try SmallCampaign.shared.get()
    let bytes = Data("units | where name ~ \"".utf8) + Data([0xC4, 0x28]) + Data("\"".utf8)
    let piped = try Program.run(["query", "-"], in: folder, input: bytes)
    #expect(piped.status == 2)
    #expect(piped.messages.contains("standard input:1: the text is not UTF-8 (byte 22)"))
    let own = try TemporaryFolder()
    try bytes.write(to: own.url.appendingPathComponent("q.kiem"))
    let file = try Program.run(["check", "q.kiem"], in: own)
    #expect(file.status == 2)
    #expect(file.messages.contains("q.kiem:1: the text is not UTF-8"))
  }

  @Test(
    "files that cannot be imported name file and line",
    arguments: [
      ("empty.ndjson", "", "is empty"),
      ("broken.json", "{\"specversion\": \"1.0\", \"id\": ", "broken.json:1"),
      ("lines.ndjson", "{}\n{\"a\":\n", "lines.ndjson:2"),
      ("unknown.bin", "hello", "--input-format"),
      ("table.csv", "a,b\n1,2\n", "--mapping"),
    ])
  func files(name: String, content: String, says: String) throws {
    let folder = try SmallCampaign.folder()
    let before = try position(folder)
    try content.write(toFile: folder.path(name), atomically: true, encoding: .utf8)
    let result = try Program.run(["import", name], in: folder)
    #expect(result.status == 2, "\(result.messages)")
    #expect(result.messages.contains(says), "\(result.messages)")
    #expect(try position(folder) == before)
  }

  @Test("a file that is not there")
  func missingFiles() throws {
    let missing = [
      ["import", "none.ndjson"], ["run", "none.kiem"], ["check", "none"],
      ["new", "--plan", "none.yaml"], ["import", "a.csv", "--mapping", "none.yaml"],
    ]
    for arguments in missing {
      let result = try Program.run(arguments, in: SmallCampaign.shared.get())
      #expect(result.status == 2, "\(arguments)")
      #expect(result.messages.contains("none"), "\(arguments)")
    }
  }

  @Test("a bad plan is reported with line and column, and no ledger is made")
  func badPlan() throws {
    let folder = try TemporaryFolder()
    let plan = SmallCampaign.plan
      .replacing("before 05/8/2021", with: "before 31/6/2021")
      .replacing("parent: tinh}", with: "parent: tin}", maxReplacements: 1)
    try plan.write(toFile: folder.path("plan.yaml"), atomically: true, encoding: .utf8)
    let result = try Program.run(["new", "--plan", "plan.yaml"], in: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("plan.yaml:18:63:"), "\(result.messages)")
    #expect(result.messages.contains("plan.yaml:28:10:"), "\(result.messages)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("ledger")))
  }

  @Test("a ledger is never made over another")
  func refusesToOverwrite() throws {
    let folder = try SmallCampaign.folder()
    let result = try Program.run(["new"], in: folder)
    #expect(result.status == 3)
    #expect(result.messages.contains("there is a ledger at ledger already"))
    #expect(try position(folder) > 0)
  }

  @Test("a program that was copied without its data says so; a link to it finds them")
  func dataBesideTheProgram() throws {
    let folder = try TemporaryFolder()
    let program = try #require(Program.url)
    let (copy, link) = (
      folder.url.appendingPathComponent("kiem"), folder.url.appendingPathComponent("linked")
    )
    try FileManager.default.copyItem(at: program, to: copy)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: program)
    for size in ["province", "nation"] {
      let played = try Program.shell(
        "./kiem --ledger copied demo --size \(size) --events 50", in: folder)
      #expect(played.status == 3)
      #expect(played.messages.contains("belongs beside the program"), "\(played.messages)")
    }
    let played = try Program.shell("./linked --ledger linked-ledger demo --events 50", in: folder)
    #expect(played.status == 0, "\(played.messages)")
  }
}
