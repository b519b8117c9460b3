import Foundation
import Glibc
import LMDB
import Testing

/// Those who wait for a compaction to end must see the file that it put in place: their library
/// believes a lock file that tells of a newer transaction than the new file holds, and if that one
/// is even, takes the file for an empty one.
@Suite("Waiting for a compaction", .serialized) struct WaitingTests {
  @Test(arguments: [1, 2], [false, true])
  func seesTheNewFile(extraCount: Int, isKilled: Bool) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    try fill(path, count: 3)
    for _ in 0..<extraCount { try append(path) }
    async let compacting: Void = compact(path, isKilled: isKilled)
    async let appending: Void = appendAfterWaiting(path, expecting: 3 + extraCount)
    _ = await (compacting, appending)
    #expect(try last(path) == UInt64(4 + extraCount))
  }

  private func compact(_ path: String, isKilled: Bool) async {
    let expected: ExitTest.Condition = isKilled ? .signal(SIGKILL) : .success
    await #expect(processExitsWith: expected) {
      [path = path as String, isKilled = isKilled as Bool] in
      guard let access = try ExclusiveAccess(tryAt: path) else { exit(1) }
      try Data().write(to: URL(filePath: path + "/taken"))
      usleep(300_000)
      _ = try access.compact()
      if isKilled { kill(getpid(), SIGKILL) }
    }
  }

  private func appendAfterWaiting(_ path: String, expecting count: Int) async {
    await #expect(processExitsWith: .success) { [path = path as String, count = count as Int] in
      while !FileManager.default.fileExists(atPath: path + "/taken") { usleep(1_000) }
      guard try last(path) == UInt64(count) else { exit(1) }
      try append(path)
    }
  }
}

private func last(_ path: String) throws -> UInt64 {
  let environment = try Environment.open(at: path)
  let table = try environment.table("things")
  return try environment.read { transaction in
    var cursor = try transaction.cursor(over: table)
    return try cursor.last()?.position ?? 0
  }
}

private func append(_ path: String) throws {
  let environment = try Environment.open(at: path)
  let table = try environment.table("things")
  let next = try last(path) + 1
  try environment.write { transaction in
    try transaction.append(bytes("more").span, at: next, in: table)
  }
}
