import Foundation

/// Texts that a person has reviewed, below `Snapshots/`. A missing one is a failure; recording is
/// asked for with `RECORD_SNAPSHOTS=1` and fails the run that records, so that nothing blesses
/// itself.
package enum SnapshotStore {
  package enum Outcome: Sendable, Equatable {
    case same
    case missing
    /// The first line that differs, 1-based, with both texts of it.
    case different(line: Int, expected: String, actual: String)
    case recorded
  }

  package static var isRecording: Bool {
    ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
  }

  /// Compares a text with the snapshot of that path below `Snapshots/`, or records it.
  package static func check(_ text: String, against path: String) throws -> Outcome {
    let url = ProjectFiles.root.appendingPathComponent("Snapshots/\(path)")
    let old = try? String(contentsOf: url, encoding: .utf8)
    if let old, Array(old.utf8) == Array(text.utf8) { return .same }
    if isRecording {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
      return .recorded
    }
    guard let old else { return .missing }
    return difference(old, text)
  }

  private static func difference(_ old: String, _ new: String) -> Outcome {
    let (before, after) = (
      old.split(separator: "\n", omittingEmptySubsequences: false),
      new.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let count = max(before.count, after.count)
    for line in 0..<count {
      let expected = line < before.count ? String(before[line]) : "(end)"
      let actual = line < after.count ? String(after[line]) : "(end)"
      if Array(expected.utf8) != Array(actual.utf8) {
        return .different(line: line + 1, expected: expected, actual: actual)
      }
    }
    return .same
  }
}
