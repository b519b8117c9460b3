import Foundation
import TestSupport
import Testing

/// The preloaded library that fails, records and fakes system calls of a child; compiled with the
/// clang of the Swift toolchain when the first test asks for it.
enum Shim {
  struct NotBuilt: Error { let messages: String }

  private static let library = Result { try build() }

  private static func build() throws -> String {
    let source = ProjectFiles.root.appendingPathComponent("Tests/DurabilityTests/Shim/shim.c")
    let built = NSTemporaryDirectory() + "kiem-shim-\(UUID().uuidString).so"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "clang", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", built, source.path,
      "-ldl", "-lpthread",
    ]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let messages = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw NotBuilt(messages: String(decoding: messages, as: UTF8.self))
    }
    return built
  }

  /// The environment of a child whose calls on files below `path` go through the shim.
  static func environment(
    below path: String, fileSystem: String? = nil
  ) throws -> [String: String] {
    var variables = ["LD_PRELOAD": try library.get(), "KIEM_SHIM_PATH": path]
    if let fileSystem { variables["KIEM_SHIM_STATFS"] = fileSystem }
    return variables
  }
}
