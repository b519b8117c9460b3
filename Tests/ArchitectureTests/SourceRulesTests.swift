import Foundation
import TestSupport
import Testing

private let swiftFiles =
  ProjectFiles.files(under: "Sources", ending: ".swift")
  + ProjectFiles.files(under: "Tests", ending: ".swift")

@Suite("Architecture: rules of the source")
struct SourceRulesTests {
  @Test("no file grows past 500 lines", arguments: swiftFiles)
  func filesStaySmall(path: String) throws {
    let lines = try ProjectFiles.text(path).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 501, "\(path) has \(lines.count) lines: split it by concept")
  }

  /// Words that trap on what a user can reach, or that promise work for later.
  @Test("sources hold no traps and no leftovers")
  func sourcesHoldNoTraps() throws {
    let banned = ["try" + "!", "fatalError" + "(", "as" + "! ", "TO" + "DO", "FIX" + "ME"]
    for path in swiftFiles where path.hasPrefix("Sources/") {
      let text = try ProjectFiles.text(path)
      for word in banned { #expect(!text.contains(word), "\(path) contains \(word)") }
    }
  }

  /// The storage wrapper needs them, hashing reads mapped records in place, and threads are lent
  /// parts of a fold or of a question.
  private static let unsafeFolders = [
    "Sources/LMDB/", "Sources/Evidence/", "Sources/Columns/Threads/SideBySide.swift",
  ]

  @Test("unsafe constructs stay where memory is lent")
  func unsafeStaysWhereMemoryIsLent() throws {
    for path in swiftFiles
    where path.hasPrefix("Sources/") && !Self.unsafeFolders.contains(where: path.hasPrefix) {
      let text = try ProjectFiles.text(path)
      #expect(!text.contains("Unsafe"), "\(path) uses an unsafe type")
      #expect(!text.contains("@unchecked " + "Sendable"), "\(path) opts out of checking")
    }
  }

  @Test("the top level holds what the layout says")
  func topLevel() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: ProjectFiles.root.path)
      .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" && $0 != "ledger" }
    let expected = [
      "LICENSE", "Package.swift", "Queries", "README.md", "Snapshots", "Sources", "Tests",
    ]
    #expect(names.sorted() == expected)
  }

  @Test("the README stays short")
  func readmeIsShort() throws {
    let lines = try ProjectFiles.text("README.md").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 151)
  }
}
