import LMDB
import Testing

@Suite struct CursorTests {
  @Test func walksNumbersInBothDirections() throws {
    let folder = try TemporaryFolder()
    try fill(folder.path, count: 1_000)
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: table)
      var seen: [UInt64] = []
      while let entry = try cursor.next() { seen.append(entry.position ?? 0) }
      #expect(seen == Array(1...1_000))
      var backwards: [UInt64] = []
      var other = try transaction.cursor(over: table)
      while let entry = try other.previous() { backwards.append(entry.position ?? 0) }
      #expect(backwards == Array((1...1_000).reversed()))
    }
  }

  @Test func seeksTheNextKey() throws {
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    try environment.write { transaction in
      for number: UInt64 in [10, 300, 70_000] {
        try transaction.append(bytes("v\(number)").span, at: number, in: table)
      }
    }
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: table)
      #expect(try cursor.seek(atLeast: 11)?.position == 300)
      #expect(try cursor.seek(atLeast: 300)?.position == 300)
      #expect(try cursor.seek(atLeast: 70_001) == nil)
      #expect(try cursor.first()?.position == 10)
      #expect(try cursor.last()?.position == 70_000)
    }
  }

  @Test func appendRefusesANumberThatDoesNotGrow() throws {
    let folder = try TemporaryFolder()
    try fill(folder.path, count: 3)
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    let error = #expect(throws: LMDBError.self) {
      try environment.write { try $0.append(bytes("x").span, at: 2, in: table) }
    }
    #expect(error?.code == .keyExists)
  }

  @Test func putsOnceDeletesAndEmpties() throws {
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    try environment.write { transaction in
      #expect(try transaction.putIfAbsent(bytes("a").span, for: bytes("k").span, in: table))
      #expect(try !transaction.putIfAbsent(bytes("b").span, for: bytes("k").span, in: table))
      #expect(try transaction.delete(bytes("k").span, in: table))
      #expect(try !transaction.delete(bytes("k").span, in: table))
      try transaction.put(bytes("").span, for: bytes("empty").span, in: table)
    }
    #expect(try text(in: environment, table, key: "empty") == "")
    try environment.write { try $0.deleteAll(in: table) }
    #expect(try environment.read { try $0.statistics(of: table).entryCount } == 0)
  }

  @Test func refusesAKeyThatIsTooLong() throws {
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    let key = [UInt8](repeating: 1, count: EnvironmentOptions.keyByteCountMax + 1)
    let error = #expect(throws: LMDBError.self) {
      try environment.write { try $0.put(bytes("x").span, for: key.span, in: table) }
    }
    #expect(error?.code == .badValueSize)
  }

  @Test func readsSeeOneCommit() throws {
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("things")
    try environment.write { try $0.append(bytes("1").span, at: 1, in: table) }
    try environment.read { transaction in
      try environment.write { try $0.append(bytes("2").span, at: 2, in: table) }
      #expect(try transaction.statistics(of: table).entryCount == 1)
    }
    #expect(try environment.read { try $0.statistics(of: table).entryCount } == 2)
  }
}
