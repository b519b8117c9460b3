import Foundation

/// What was asked before, one entry a line, kept in a file that only its owner can read: questions
/// may name people.
package final class ShellHistory {
  package private(set) var entries: [String]
  private let path: String?

  /// Older entries are dropped when a session begins.
  static let entryCountMax = 5_000

  /// - Parameter path: none keeps the session's own entries only.
  package init(path: String?) {
    self.path = path
    let text = path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
    entries = text.split(separator: "\n").suffix(ShellHistory.entryCountMax)
      .map { ShellHistory.unescaped(String($0)) }
    if text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) > ShellHistory.entryCountMax {
      replace(entries.map(ShellHistory.line).joined())
    }
  }

  /// Where the history lies: `KIEM_HISTORY`, else below `XDG_STATE_HOME`, else below the home
  /// folder; none when the variable is empty or there is no home.
  package static func standardPath(environment: [String: String]) -> String? {
    if let path = environment["KIEM_HISTORY"] { return path.isEmpty ? nil : path }
    if let state = environment["XDG_STATE_HOME"], !state.isEmpty { return state + "/kiem/history" }
    return environment["HOME"].map { $0 + "/.local/state/kiem/history" }
  }

  /// Adds an entry, unless it repeats the last one. A history that cannot be written is no reason
  /// to disturb a session: the entry is kept in memory then.
  package func add(_ entry: String) {
    guard entries.last != entry else { return }
    entries.append(entry)
    guard let path else { return }
    let line = Data(ShellHistory.line(entry).utf8)
    do {
      try prepareFile(at: path)
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: line)
      try handle.close()
    } catch {}
  }

  private func prepareFile(at path: String) throws {
    let files = FileManager.default
    guard !files.fileExists(atPath: path) else { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    _ = files.createFile(
      atPath: path, contents: nil, attributes: [.posixPermissions: ShellHistory.permissions])
  }

  private func replace(_ text: String) {
    guard let path else { return }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      try FileManager.default.setAttributes(
        [.posixPermissions: ShellHistory.permissions], ofItemAtPath: path)
    } catch {}
  }

  private static let permissions = 0o600

  private static func line(_ entry: String) -> String {
    entry.replacing("\\", with: "\\\\").replacing("\n", with: "\\n") + "\n"
  }

  private static func unescaped(_ line: String) -> String {
    var text = ""
    var isEscaped = false
    for character in line {
      if isEscaped {
        text.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        text.append(character)
      }
    }
    return text
  }
}
