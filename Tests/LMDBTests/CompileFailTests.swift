import Foundation
import TestSupport
import Testing

/// Misuse of a transaction must not compile. Each file of `Tests/CompileFail` is compiled against the
/// built module; it names words of the diagnostics that it must get (`// expected:`), the first of
/// which must be on the line marked `// here`. The control names none and must compile.
@Suite("LMDB: misuse does not compile")
struct CompileFailTests {
  static let fixtures = ProjectFiles.files(under: "Tests/CompileFail", ending: ".swift")

  @Test("the fixtures are there")
  func count() {
    print("compile-fail fixtures: \(Self.fixtures.count), one of them the control")
    #expect(Self.fixtures.count >= 9)
    #expect(Self.fixtures.contains { $0.hasSuffix("/Control.swift") })
  }

  @Test("each fixture gets its diagnostic and no other", arguments: fixtures)
  func fixture(path: String) throws {
    let text = try ProjectFiles.text(path)
    let result = try compile(path)
    let errors = result.messages.split(separator: "\n").filter {
      $0.contains(".swift:") && $0.contains(": error: ")
    }
    let expected = markers("// expected: ", in: text)
    guard let first = expected.first else {
      #expect(result.status == 0, "\(result.messages)")
      return
    }
    #expect(result.status != 0, "\(path) must not compile")
    let line = try #require(
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex { $0.hasSuffix("// here") })
    let name = URL(fileURLWithPath: path).lastPathComponent
    #expect(
      errors.contains { $0.contains("\(name):\(line + 1):") && $0.contains(first) },
      "\(result.messages)")
    let others = errors.filter { error in !expected.contains { error.contains($0) } }
    #expect(others.isEmpty, "\(result.messages)")
  }

  private func markers(_ prefix: String, in text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }
  }

  /// Lifetime and exclusivity are checked on SIL, so type checking alone would let everything pass.
  private func compile(_ path: String) throws -> (status: Int32, messages: String) {
    let root = ProjectFiles.root
    let modules = try #require(
      BuildFolder.url?.appendingPathComponent("Modules"), "no build folder beside the tests")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "swiftc", "-emit-sil", "-o", "/dev/null", "-swift-version", "6",
      "-package-name", root.lastPathComponent.lowercased(),
      "-enable-experimental-feature", "Lifetimes", "-strict-memory-safety",
      "-I", modules.path, "-I", root.appendingPathComponent("Sources/CLMDB").path,
      root.appendingPathComponent(path).path,
    ]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let messages = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: messages, as: UTF8.self))
  }
}
