import Foundation
import TestSupport
import Testing

@Suite("Command line: answers")
struct AnswerTests {
  private let silent =
    "obligations | missing \"R\" | select unit, cutoff, lateness | sort lateness desc, unit"

  @Test("rows go to the output, everything else to the messages")
  func streams() throws {
    let result = try SmallCampaign.run("query", silent, "--now", "2021-08-05T09:00")
    #expect(result.status == 0, "\(result.messages)")
    #expect(
      result.output == """
        unit                 cutoff            lateness
        ───────────────────  ────────────────  ────────
        LĐLĐ huyện Ea H'leo  2021-08-05 00:00       9 h
        LĐLĐ huyện Ea Súp    2021-08-05 00:00       9 h

        """)
    #expect(result.messages.contains("2 rows"))
    #expect(result.messages.contains("clock 05/8/2021 09:00"))
    #expect(result.messages.contains("zone Asia/Ho_Chi_Minh"))
    #expect(result.messages.contains("boundary"))
  }

  @Test("as of head sets what is known and leaves the clock to --now and --as-of")
  func asOfHead() throws {
    let folder = try SmallCampaign.folder()
    let asked = silent.replacing("obligations", with: "obligations as of $when")
    try "param when : point = head\n\(asked)".write(
      toFile: folder.path("q.kiem"), atomically: true, encoding: .utf8)
    func output(_ arguments: String...) throws -> String {
      let result = try Program.run(arguments + ["--format", "csv"], in: folder)
      #expect(result.status == 0, "\(result.messages)")
      return result.output
    }
    let plain = try output("query", silent, "--now", "2021-08-05T09:00")
    #expect(plain.split(separator: "\n").count == 3)
    #expect(try output("run", "q.kiem", "--now", "2021-08-05T09:00") == plain)
    #expect(try output("run", "q.kiem", "--now", "2021-08-05T09:00", "--when", "head") == plain)
    let known = try output("query", silent, "--as-of", "#8")
    #expect(try output("run", "q.kiem", "--as-of", "#8") == known)
    let both = ["--as-of", "#8", "--now", "2021-08-05T09:00"]
    #expect(
      try Program.run(["run", "q.kiem"] + both, in: folder).output
        == Program.run(["query", silent] + both, in: folder).output)
  }

  @Test("--quiet leaves out the footer")
  func quiet() throws {
    let result = try SmallCampaign.run("query", "units | summarize n = count()", "--quiet")
    #expect(result.status == 0)
    #expect(result.messages.isEmpty)
    #expect(result.output == "n\n─\n4\n")
  }

  @Test("a roll-up is a tree unless another form is asked for")
  func rollUp() throws {
    let query = "units | rollup n = count() to upper"
    let tree = try SmallCampaign.run("query", query)
    #expect(
      tree.output == """
        unit                   n
        LĐLĐ tỉnh Đắk Lắk      4
          LĐLĐ huyện Ea H'leo  1
          LĐLĐ huyện Ea Súp    1
          LĐLĐ huyện Lắk       1

        """)
    let csv = try SmallCampaign.run("query", query, "--format", "csv")
    #expect(csv.lines.first == "unit,level,depth,n")
    #expect(csv.lines.last == "lak,upper,1,1")
  }

  @Test("ndjson is one object a row, keyed by column")
  func ndjson() throws {
    let result = try SmallCampaign.run(
      "query", silent, "--now", "2021-08-05T09:00", "--format", "ndjson")
    let rows = try result.lines.map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    }
    #expect(rows.count == 2)
    #expect(rows.compactMap { $0?["unit"] as? String } == ["ea-hleo", "ea-sup"])
    #expect(rows.allSatisfy { $0?["lateness"] as? Int == 9 * 3_600 })
    #expect(rows.allSatisfy { $0?["cutoff"] as? String == "2021-08-05T00:00:00+07:00" })
  }

  @Test("json is one array")
  func json() throws {
    let result = try SmallCampaign.run("query", "units | select unit", "--format", "json")
    let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
    #expect(rows?.count == 4)
  }

  @Test("a query can come from standard input")
  func standardInput() throws {
    let result = try SmallCampaign.run(
      "query", "-", "-q", input: "units\n| summarize n = count()\n")
    #expect(result.output == "n\n─\n4\n")
  }

  @Test("decomposed text asks for the same unit as composed text")
  func decomposedText() throws {
    let decomposed = "LĐLĐ huyện Lắk".decomposedStringWithCanonicalMapping
    #expect(Array(decomposed.utf8) != Array("LĐLĐ huyện Lắk".utf8))
    let result = try SmallCampaign.run(
      "query", "units | under \"\(decomposed)\" | select unit", "--format", "csv", "-q")
    #expect(result.output == "unit\nlak\n", "\(result.messages)")
  }

  @Test("what was known then is another answer")
  func asOf() throws {
    let result = try SmallCampaign.run(
      "query", "units | summarize n = count()", "--as-of", "#2", "--format", "csv", "-q")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output == "n\n0\n")
  }

  @Test("nothing is coloured that no terminal reads", arguments: ["", "1"])
  func colours(noColour: String) throws {
    let result = try Program.run(
      ["query", "units | whre x"], in: SmallCampaign.shared.get(),
      environment: ["NO_COLOR": noColour, "TERM": "xterm-256color", "CLICOLOR_FORCE": "1"])
    #expect(!result.messages.contains("\u{1B}"))
    #expect(!result.output.contains("\u{1B}"))
  }

  @Test("a reader that closes the pipe early is no error")
  func closedPipe() throws {
    let result = try Program.shell(
      "\"$kiem\" types --json-schema | head -c 10 >/dev/null; \"$kiem\" types | head -1",
      in: SmallCampaign.shared.get())
    #expect(result.messages.isEmpty)
    #expect(result.output.hasPrefix("type"))
    #expect(result.status == 0)
  }

  @Test("a full disk behind the output is an error")
  func fullDisk() throws {
    let result = try Program.shell("\"$kiem\" types > /dev/full", in: SmallCampaign.shared.get())
    #expect(result.status == 3)
    #expect(result.messages.contains("could not be written"))
  }
}
