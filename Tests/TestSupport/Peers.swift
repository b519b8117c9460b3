package import Foundation

/// Programs that are not ours, in Python, installed from PyPI into a folder below `.build`.
///
/// Without Python 3.11 their tests are skipped; with the variable CI set they are required, and
/// whatever is missing is a failure.
package enum Peers {
  package struct Failure: Error, CustomStringConvertible { package let description: String }

  /// Whether there is a Python that the peers run on.
  package static let hasPython: Bool = {
    let check = "import sys; sys.exit(sys.version_info < (3, 11))"
    return (try? run("/usr/bin/env", ["python3", "-c", check]))?.status == 0
  }()

  package static let isRequired = !["", "0", "false"].contains(
    ProcessInfo.processInfo.environment["CI", default: ""])

  /// Tests of peers run; otherwise they are skipped with the reason.
  package static var areToRun: Bool { hasPython || isRequired }

  private static let interpreter = Swift.Result { try install() }

  /// Runs a script of `Tests/Peers` and yields what it prints.
  package static func run(script: String, _ arguments: [String]) throws -> Data {
    let python = try interpreter.get()
    let path = ProjectFiles.root.appendingPathComponent("Tests/Peers/\(script)").path
    let result = try run(python, [path] + arguments)
    guard result.status == 0 else { throw Failure(description: result.text) }
    return result.output
  }

  /// Makes the folder with the peers unless one with the same versions is there.
  private static func install() throws -> String {
    let files = FileManager.default
    let folder = ProjectFiles.root.appendingPathComponent(".build/peers").path
    let requirements = ProjectFiles.root.appendingPathComponent("Tests/Peers/requirements.txt").path
    let python = folder + "/bin/python"
    let stamp = folder + "/requirements.txt"
    if files.contentsEqual(atPath: requirements, andPath: stamp) { return python }
    for (program, arguments) in [
      ("/usr/bin/env", ["python3", "-m", "venv", "--clear", folder]),
      (python, ["-m", "pip", "install", "--quiet", "-r", requirements]),
    ] {
      let result = try run(program, arguments)
      guard result.status == 0 else {
        throw Failure(description: "the peers cannot be installed: \(result.text)")
      }
    }
    try files.copyItem(atPath: requirements, toPath: stamp)
    return python
  }

  private struct Output {
    let status: Int32
    let output: Data
    let text: String
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Output {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    // Files and not pipes: nothing can fill up while the test waits.
    let place = NSTemporaryDirectory() + "kiem-peer-" + UUID().uuidString
    let paths = [place + ".out", place + ".err"]
    for path in paths { try Data().write(to: URL(filePath: path)) }
    defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: paths[0]))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: paths[1]))
    try process.run()
    process.waitUntilExit()
    let output = try Data(contentsOf: URL(filePath: paths[0]))
    let messages = try Data(contentsOf: URL(filePath: paths[1]))
    return Output(
      status: process.terminationStatus, output: output,
      text: String(decoding: output + messages, as: UTF8.self))
  }
}
