import Foundation
import Glibc
import TestSupport
import Testing

/// One run of a program of the package, read line by line while it runs.
final class Child {
  private let process = Process()
  private let output = Pipe()
  private let input = Pipe()
  private var buffer = Data()
  private var isAtEnd = false

  /// A child that says nothing for so long hangs.
  private static let silenceMaxMilliseconds: Int32 = 120_000

  struct Silent: Error { let arguments: [String] }

  init(
    _ arguments: [String], program: String = "CrashChild", environment: [String: String] = [:],
    asUser user: Int? = nil, messages: FileHandle? = nil
  ) throws {
    let url = try #require(BuildFolder.program(program), "\(program) is built with the tests")
    if let user {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
      process.arguments =
        ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", url.path] + arguments
    } else {
      process.executableURL = url
      process.arguments = arguments
    }
    process.environment = environment
    process.standardOutput = output
    process.standardInput = input
    if let messages { process.standardError = messages }
    try process.run()
    try output.fileHandleForWriting.close()
    try input.fileHandleForReading.close()
  }

  var arguments: [String] { process.arguments ?? [] }

  /// The next line; nil at the end. A cut-off last line, as a kill leaves it, is not one.
  func line() throws -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self)
        buffer = Data(buffer[(end + 1)...])
        return line
      }
      guard !isAtEnd else { return nil }
      try fill()
    }
  }

  private func fill() throws {
    let handle = output.fileHandleForReading
    var request = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, Self.silenceMaxMilliseconds) > 0 else {
      kill()
      throw Silent(arguments: arguments)
    }
    let data = handle.availableData
    if data.isEmpty { isAtEnd = true } else { buffer.append(data) }
  }

  /// Every line that is left, and the exit status.
  @discardableResult
  func rest() throws -> (lines: [String], status: Int32) {
    var lines: [String] = []
    while let line = try line() { lines.append(line) }
    process.waitUntilExit()
    return (lines, process.terminationStatus)
  }

  /// Reads on until a line begins with `prefix`.
  @discardableResult
  func wait(for prefix: String) throws -> String {
    while let line = try line() { if line.hasPrefix(prefix) { return line } }
    throw Silent(arguments: arguments)
  }

  /// Lets the child go on that waits for a line.
  func go() throws { try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8)) }

  func kill() { Glibc.kill(process.processIdentifier, SIGKILL) }

  var isRunning: Bool { process.isRunning }

  /// Runs to its end and expects that nothing is wrong.
  @discardableResult
  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> [String] {
    let (lines, status) = try Child(arguments, environment: environment).rest()
    let wrong = lines.filter { $0.hasPrefix("WRONG") || $0.hasPrefix("FAILED") }
    #expect(wrong.isEmpty, "\(arguments): \(wrong.prefix(5))")
    #expect(status == 0, "\(arguments)")
    return lines
  }
}

/// A folder for one test in memory where there is such a place: what the children do there is not
/// slower than their processor, and a process that is killed cannot tell the difference.
final class FastFolder {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let base =
      FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = base + "/kiem-durability-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// A new ledger in the folder.
  func ledger(_ name: String = "ledger") throws -> String {
    let place = path + "/" + name
    try Child.run(["new", place])
    return place
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// How much a test does: small in CI, as much as is asked for with the variable.
enum Amount {
  static func of(_ variable: String, ci: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? ci
  }
}
