import Foundation
import LMDB
import TestSupport
import Testing

@Suite("Command line: exit status")
struct ExitStatusTests {
  @Test("0: done")
  func done() throws {
    #expect(try SmallCampaign.run("status").status == 0)
    #expect(try SmallCampaign.run("verify").status == 0)
    #expect(try SmallCampaign.run("query", "units | take 1").status == 0)
  }

  @Test("0: help and version are answers")
  func help() throws {
    for arguments in [["--help"], ["help", "query"], ["query", "--help"], ["--version"], []] {
      let result = try Program.run(arguments, in: SmallCampaign.shared.get())
      #expect(result.status == 0, "\(arguments)")
      #expect(result.messages.isEmpty, "\(arguments)")
      #expect(!result.output.isEmpty, "\(arguments)")
    }
  }

  @Test(
    "every command has help with examples",
    arguments: [
      "new", "types", "record", "import", "query", "run", "check", "status", "verify",
      "repl", "erase", "backup", "restore", "dump", "load", "compact",
    ])
  func everyCommandHasExamples(command: String) throws {
    let result = try SmallCampaign.run(command, "--help")
    #expect(result.status == 0)
    #expect(result.output.contains("EXAMPLES"))
    #expect(result.output.contains("USAGE: kiem \(command)"))
  }

  @Test("1: an assertion that does not hold prints the rows that break it")
  func assertion() throws {
    let result = try SmallCampaign.run(
      "query", "units | assert level == .upper | select unit", "--format", "csv")
    #expect(result.status == 1, "\(result.messages)")
    #expect(result.output.contains("tinh"))
    #expect(result.messages.contains("assertion failed"))
  }

  @Test("2: a wrong text, with code, place, caret and guess")
  func wrongText() throws {
    let result = try SmallCampaign.run("query", "units | whre level == .upper")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.messages.contains("query:1:9: error[K"))
    #expect(result.messages.contains("^^^^ did you mean 'where'?"))
  }

  @Test("2: errors as JSON for editors")
  func errorsAsJSON() throws {
    let result = try SmallCampaign.run("query", "units | whre x", "--error-format", "json")
    #expect(result.status == 2)
    let line = try #require(result.messages.split(separator: "\n").first)
    let finding = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(finding?["line"] as? Int == 1)
    #expect(finding?["column"] as? Int == 9)
    #expect(finding?["severity"] as? String == "error")
  }

  @Test(
    "2: wrong arguments say so with the usage",
    arguments: [
      ["query"], ["frobnicate"], ["query", "units", "--format", "xml"], ["status", "--bogus"],
      ["verify", "--level", "9"], ["import"],
      ["import", "a.csv", "b.csv", "--rejects", "r.csv"],
    ])
  func wrongArguments(arguments: [String]) throws {
    let result = try Program.run(arguments, in: SmallCampaign.shared.get())
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.messages.hasPrefix("kiem: "))
  }

  @Test("2: a clock that is none", arguments: ["yesterday", "2021-08-05", "2021-13-01T00:00"])
  func wrongClock(clock: String) throws {
    let result = try SmallCampaign.run("query", "units", "--now", clock)
    #expect(result.status == 2)
    #expect(result.messages.hasPrefix("--now:1:1: error[K030]: '\(clock)' is no instant"))
  }

  @Test("as of: an instant, a position, or the head; anything else is refused")
  func knowledge() throws {
    let units = ["query", "units | summarize n = count()", "--format", "csv", "-q", "--as-of"]
    let folder = try SmallCampaign.shared.get()
    #expect(try Program.run(units + ["head"], in: folder).output == "n\n4\n")
    let wrong = try Program.run(units + ["tomorrow"], in: folder)
    #expect(wrong.status == 2)
    #expect(wrong.messages.contains("or a position as #1200"), "\(wrong.messages)")
  }

  @Test("2: a command that is none, with the one that was meant")
  func unknownCommand() throws {
    for arguments in [["qurey", "units"], ["--ledger", "x", "qurey"]] {
      let result = try Program.run(arguments, in: SmallCampaign.shared.get())
      #expect(result.status == 2)
      #expect(result.messages.contains("there is no command 'qurey'"))
      #expect(result.messages.contains("`kiem query`"), "\(result.messages)")
    }
  }

  @Test("3: no ledger, with a remedy")
  func noLedger() throws {
    let folder = try TemporaryFolder()
    for command in [["status"], ["query", "units"], ["verify"], ["repl"]] {
      let result = try Program.run(command, in: folder)
      #expect(result.status == 3, "\(command)")
      #expect(result.messages.contains("there is no ledger at ledger"), "\(command)")
      #expect(result.messages.contains("kiem new"), "\(command)")
    }
  }

  @Test("3: a folder and a file that are no ledger")
  func notALedger() throws {
    let folder = try TemporaryFolder()
    try "x".write(toFile: folder.path("file"), atomically: true, encoding: .utf8)
    for place in [folder.path, folder.path("file")] {
      let result = try Program.run(["--ledger", place, "status"], in: folder)
      #expect(result.status == 3)
      #expect(result.messages.contains("is not a ledger"))
    }
  }

  @Test("3: a place where no ledger can be made")
  func cannotCreate() throws {
    let result = try Program.run(["--ledger", "/proc/ledger", "new"], in: TemporaryFolder())
    #expect(result.status == 3)
    #expect(result.messages.contains("/proc/ledger"))
  }

  @Test("3: a folder without write permission, for everybody but root", .enabled(if: !isRoot))
  func readOnlyFolder() throws {
    let folder = try SmallCampaign.folder()
    let log = folder.path("ledger/log")
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: log)
    for file in try files.contentsOfDirectory(atPath: log) {
      try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: log + "/" + file)
    }
    defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: log) }
    let result = try Program.run(SmallCampaign.report + ["--source", "other"], in: folder)
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    #expect(!result.messages.isEmpty)
  }

  @Test("4: another command is the bulk writer")
  func busy() throws {
    let folder = try SmallCampaign.folder()
    let lock = try #require(try FileLock(tryAt: folder.path("ledger/log/writer.lock")))
    try "{}\n".write(toFile: folder.path("a.ndjson"), atomically: true, encoding: .utf8)
    let result = try withExtendedLifetime(lock) {
      try Program.run(["import", "a.ndjson"], in: folder)
    }
    #expect(result.status == 4, "\(result.messages)")
    #expect(result.messages.contains("another command is writing"))
    let single = try Program.run(SmallCampaign.report, in: folder)
    #expect(single.status == 0, "single events go on meanwhile: \(single.messages)")
  }

  @Test("130: Ctrl-C ends what waits for input")
  func interrupted() throws {
    let folder = try SmallCampaign.shared.get()
    let process = Process()
    let program: URL = try #require(Program.url)
    process.executableURL = program
    process.arguments = ["repl"]
    process.environment = [:]
    process.currentDirectoryURL = folder.url
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(
      contentsOf: Data("units | summarize n = count()\nunits | summarize n = count()\n.help\n".utf8)
    )
    // The first answer shows that the session has begun.
    _ = try output.fileHandleForReading.read(upToCount: 1)
    process.interrupt()
    process.waitUntilExit()
    try input.fileHandleForWriting.close()
    #expect(process.terminationStatus == 130)
  }
}

private let isRoot = FileManager.default.isWritableFile(atPath: "/root/")
