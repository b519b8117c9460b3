import Foundation
import KiemREPL
import TestSupport
import Testing

@Suite("Command line: shell")
struct ShellTests {
  @Test("lines in, answers out, also through a pipe")
  func answers() throws {
    let result = try SmallCampaign.run(
      "repl", input: "units | summarize n = count()\n.format csv\nunits | select unit | sort unit\n"
    )
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output == "n\n─\n4\nunit\nea-hleo\nea-sup\nlak\ntinh\n")
    #expect(!result.output.contains("kiem["), "no prompt in a pipe")
  }

  @Test("a question goes on while it is incomplete, and where the next line begins with |")
  func severalLines() throws {
    let trailing = try SmallCampaign.run("repl", input: "units |\nsummarize\n n = count()\n")
    #expect(trailing.output == "n\n─\n4\n", "\(trailing.messages)")
    let leading = try SmallCampaign.run("repl", input: "units\n| summarize n = count()\n")
    #expect(leading.output == "n\n─\n4\n", "\(leading.messages)")
    let unfinished = try SmallCampaign.run(
      "repl", input: "units |\n\nunits | summarize n = count()\n")
    #expect(unfinished.output == "n\n─\n4\n", "an empty line asks as it stands")
    #expect(unfinished.status == 2)
  }

  @Test("an error does not end the session, but shows in the exit status")
  func errors() throws {
    let result = try SmallCampaign.run(
      "repl", input: "units | whre x\nunits | summarize n = count()\n")
    #expect(result.output == "n\n─\n4\n")
    #expect(result.messages.contains("error[K"))
    #expect(result.status == 2)
  }

  @Test("every dot command is in .help, and unknown ones are guessed")
  func dotCommands() throws {
    let help = try SmallCampaign.run("repl", input: ".help\n")
    for command in ShellCommand.allCases { #expect(help.output.contains(command.usage)) }
    let unknown = try SmallCampaign.run("repl", input: ".descrbe units\n")
    #expect(unknown.messages.contains("did you mean '.describe'?"))
    for word in [".exit", ".quit"] {
      let left = try SmallCampaign.run("repl", input: "\(word)\n.help\n")
      #expect(left.output.isEmpty && left.messages.isEmpty, "\(word)")
    }
  }

  @Test("sources and columns are listed")
  func sources() throws {
    let list = try SmallCampaign.run("repl", input: ".sources\n")
    #expect(list.output.contains("obligations"))
    let one = try SmallCampaign.run("repl", input: ".describe obligations\n")
    #expect(one.output.contains("lateness"))
    let wrong = try SmallCampaign.run("repl", input: ".describe obligation\n")
    #expect(wrong.messages.contains("did you mean 'obligations'?"))
  }

  @Test("clock and knowledge hold for the questions that follow")
  func clock() throws {
    let silent = "obligations | missing \"R\" | summarize n = count()"
    let units = "units | summarize n = count()"
    let result = try SmallCampaign.run(
      "repl",
      input: ".now 2021-08-05T09:00\n.format csv\n\(silent)\n.now off\n.asof #2\n\(units)\n")
    #expect(result.lines == ["n", "2", "n", "0"], "\(result.messages)")
  }

  @Test("saved queries run with parameters in quotes")
  func run() throws {
    let folder = try SmallCampaign.folder()
    try "param root : unit\nunits | under $root | summarize n = count()".write(
      toFile: folder.path("q.kiem"), atomically: true, encoding: .utf8)
    let result = try Program.run(
      ["repl"], in: folder,
      input: Data(".format csv\n.run q.kiem --root \"LĐLĐ huyện Lắk\"\n.run q.kiem\n".utf8))
    #expect(result.output == "n\n1\n")
    #expect(result.messages.contains("root"))
    #expect(result.status == 2)
  }

  @Test("the history is private, keeps several lines together, and stays within bounds")
  func history() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("state/history")
    let history = ShellHistory(path: path)
    history.add("units |\nselect unit")
    history.add("units |\nselect unit")
    history.add("back\\slash")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(ShellHistory(path: path).entries == ["units |\nselect unit", "back\\slash"])
    let long = (0..<6_000).map { "q\($0)\n" }.joined()
    try long.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(ShellHistory(path: path).entries.count == 5_000)
    #expect(ShellHistory(path: path).entries.last == "q5999")
  }

  @Test("where the history lies")
  func historyPath() {
    func path(_ environment: [String: String]) -> String? {
      ShellHistory.standardPath(environment: environment)
    }
    #expect(path(["KIEM_HISTORY": "/x", "HOME": "/h"]) == "/x")
    #expect(path(["KIEM_HISTORY": "", "HOME": "/h"]) == nil)
    #expect(path(["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/kiem/history")
    #expect(path(["HOME": "/h"]) == "/h/.local/state/kiem/history")
    #expect(path([:]) == nil)
  }
}
