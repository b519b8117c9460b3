import Foundation
import Glibc
import TestSupport
import Testing

/// A pseudo-terminal: what a program sees as its screen and keyboard, held by a test.
private final class PseudoTerminal {
  let screen: FileHandle
  let keyboard: FileHandle

  /// Requests of Linux' terminal driver: unlock the other end, and tell its number (tty_ioctl(4)).
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  init() throws {
    let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (CInt, CInt) = (0, 0)
    let unlocked = unsafe ioctl(master, Self.unlock, &lock)
    let numbered = unsafe ioctl(master, Self.number, &number)
    try #require(unlocked == 0 && numbered == 0)
    let slave = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    screen = FileHandle(fileDescriptor: master, closeOnDealloc: true)
    keyboard = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
  }

  /// What the program wrote until a text appeared; the test's own time limit ends a wait in vain.
  func text(until wanted: String) -> String { screen.text(until: wanted) }

  func type(_ keys: String) throws { try screen.write(contentsOf: Data(keys.utf8)) }
}

extension FileHandle {
  /// What came until a text appeared, or everything when the other end closes before.
  fileprivate func text(until wanted: String) -> String {
    var seen = ""
    while !seen.contains(wanted) {
      let data = availableData
      if data.isEmpty { break }
      seen += String(decoding: data, as: UTF8.self)
    }
    return seen
  }
}

@Suite("Command line: replay on a terminal")
struct ReplayTerminalTests {
  private func start(
    _ arguments: [String], in folder: TemporaryFolder, input: Any, output: Any
  ) throws -> Process {
    let process = Process()
    let program: URL = try #require(Program.url)
    process.executableURL = program
    process.arguments = arguments
    process.environment = [:]
    process.currentDirectoryURL = folder.url
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test(
    "a key shows the next entry, q ends, and the terminal is as before", .timeLimit(.minutes(2)))
  func step() throws {
    let terminal = try PseudoTerminal()
    var before = termios()
    #expect(unsafe tcgetattr(terminal.keyboard.fileDescriptor, &before) == 0)
    let process = try start(
      ["replay", "--step"], in: SmallCampaign.shared.get(), input: terminal.keyboard,
      output: terminal.keyboard)
    let first = terminal.text(until: "recorded ")
    #expect(first.contains("#1 ") && !first.contains("#2 "))
    try terminal.type(" ")
    let second = terminal.text(until: "#2 ")
    #expect(!second.contains("#3 "))
    try terminal.type("q")
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    var after = termios()
    #expect(unsafe tcgetattr(terminal.keyboard.fileDescriptor, &after) == 0)
    #expect(before.c_lflag == after.c_lflag)
  }

  @Test("Ctrl-C while it waits for a key: 130", .timeLimit(.minutes(2)))
  func interrupted() throws {
    let terminal = try PseudoTerminal()
    let process = try start(
      ["replay", "--step"], in: SmallCampaign.shared.get(), input: terminal.keyboard,
      output: terminal.keyboard)
    _ = terminal.text(until: "recorded ")
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    var after = termios()
    #expect(unsafe tcgetattr(terminal.keyboard.fileDescriptor, &after) == 0)
    #expect(after.c_lflag & tcflag_t(ICANON) != 0)
  }

  @Test("what is recorded meanwhile is told, until Ctrl-C: 130", .timeLimit(.minutes(2)))
  func follow() throws {
    let folder = try SmallCampaign.folder()
    let output = Pipe()
    let process = try start(
      ["replay", "--follow", "--kind", "report.submitted", "--kind", "entry.voided"], in: folder,
      input: FileHandle.nullDevice, output: output)
    let reader = output.fileHandleForReading
    #expect(reader.text(until: "recorded ").contains("LĐLĐ huyện Lắk filed the report of duty R"))
    let words = ["record", "entry.voided", "target_id=bc-lak-1", "reason=nhầm", "--id", "v"]
    #expect(try Program.run(words, in: folder).status == 0)
    #expect(reader.text(until: "overdue").contains("was struck out: nhầm"))
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
  }

  @Test("a reader that has had enough ends it without a word")
  func closedPipe() throws {
    let folder = try SmallCampaign.shared.get()
    let result = try Program.shell("$kiem replay 2>messages | head -n 1; cat messages", in: folder)
    #expect(result.lines.first?.hasPrefix("#1 ") == true)
    #expect(!result.output.contains("kiem:"), "\(result.output)")
    let followed = try Program.shell(
      "($kiem replay --follow; echo $? >&2) 2>messages | head -n 1; cat messages", in: folder)
    #expect(followed.lines.first?.hasPrefix("#1 ") == true)
  }
}
