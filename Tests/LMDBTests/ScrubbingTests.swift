import Foundation
import LMDB
import Testing

/// What was deleted is searched for in the raw file.
@Suite struct ScrubbingTests {
  private let secret = bytes("Nguyễn Thị Hoa Sen, số 12 đường Lê Duẩn")

  private func content(_ folder: TemporaryFolder) throws -> Data {
    try Data(contentsOf: URL(filePath: folder.path + "/data.mdb"))
  }

  /// Stores, overwrites and deletes small and large values, the secret in one of five of them.
  private func fill(_ environment: Environment, _ table: Table) throws {
    for round in 0..<6 {
      try environment.write { transaction in
        for number in UInt64(0)..<400 {
          let length = number % 37 == 0 ? 6_000 : number % 90 + 20
          var value = [UInt8](repeating: UInt8(1 + round), count: Int(length))
          if number % 5 == 0 { value += secret }
          if number % 11 == 0 { value += [UInt8](repeating: 0x55, count: 2_400) + secret }
          try transaction.put(value.span, for: NumberKey(number * 7_919 % 997).span, in: table)
        }
      }
    }
  }

  private func deleteSecrets(_ environment: Environment, _ table: Table) throws {
    try environment.write { transaction in
      for number in UInt64(0)..<400 where number % 5 == 0 || number % 11 == 0 {
        _ = try transaction.delete(NumberKey(number * 7_919 % 997).span, in: table)
      }
    }
  }

  private func entries(_ environment: Environment, _ table: Table) throws -> [[UInt8]] {
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: table)
      var found: [[UInt8]] = []
      while let entry = try cursor.next() {
        found.append(entry.key.indices.map { entry.key[$0] })
        found.append(entry.value.indices.map { entry.value[$0] })
      }
      return found
    }
  }

  @Test func leavesNothingOfWhatWasDeleted() throws {
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    try fill(environment, table)
    try deleteSecrets(environment, table)
    #expect(try content(folder).range(of: Data(secret)) != nil, "freed pages keep their bytes")
    let before = try entries(environment, table)
    let report = try environment.scrubUnusedBytes()
    #expect(report.pageCount > 0)
    #expect(report.gapCount > 0)
    #expect(try content(folder).range(of: Data(secret)) == nil)
    #expect(try entries(environment, table) == before)
    #expect(try environment.checkTrees().isEmpty)
    let second = try environment.scrubUnusedBytes()
    #expect(second.pageCount == 0 && second.gapCount == 0)
    try fill(environment, table)
    #expect(try entries(environment, table).count > before.count)
    #expect(try environment.checkTrees().isEmpty)
  }

  @Test func keepsWhatAReaderStillSees() throws {
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    try fill(environment, table)
    let before = try entries(environment, table).count
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: table)
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        try? self.deleteSecrets(environment, table)
        done.signal()
      }
      done.wait()
      // The reader pins the state before the deletion, so the bytes must stay.
      #expect(throws: LMDBError.heldByReader(path: folder.path)) {
        try environment.scrubUnusedBytes()
      }
      var count = 0
      while let entry = try cursor.next() {
        #expect(entry.value.count > 0)
        count += 2
      }
      #expect(count == before)
    }
    try environment.scrubUnusedBytes()
    #expect(try content(folder).range(of: Data(secret)) == nil)
  }

  @Test func compactsWhatIsFreeAndKeepsTheRest() throws {
    let folder = try TemporaryFolder()
    var before: [[UInt8]] = []
    do {
      let environment = try Environment.open(
        at: folder.path, options: EnvironmentOptions(fileMode: 0o600))
      let table = try environment.table("things")
      try fill(environment, table)
      try deleteSecrets(environment, table)
      before = try entries(environment, table)
      #expect(try ExclusiveAccess(tryAt: folder.path) == nil, "it is open here")
    }
    do {
      let access = try #require(try ExclusiveAccess(tryAt: folder.path))
      let report = try access.compact()
      #expect(report.byteCountAfter < report.byteCountBefore)
    }
    #expect(try content(folder).range(of: Data(secret)) == nil)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/data.mdb")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/compacting"))
    let environment = try Environment.open(at: folder.path)
    #expect(try entries(environment, try environment.table("things")) == before)
    #expect(try environment.checkTrees().isEmpty)
  }

  @Test func compactsOnlyAlone() async throws {
    let folder = try TemporaryFolder()
    do { _ = try Environment.open(at: folder.path).table("things") }
    let access = try #require(try ExclusiveAccess(tryAt: folder.path))
    // Another process waits for the lock instead of opening a file that is about to be replaced.
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      if try ExclusiveAccess(tryAt: path) != nil { exit(1) }
    }
    _ = try access.compact()
  }
}
