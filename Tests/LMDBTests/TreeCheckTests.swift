import Foundation
import LMDB
import Testing

@Suite struct TreeCheckTests {
  /// An environment with several levels, large values, freed pages and an emptied table.
  private func environment(_ path: String) throws -> Environment {
    let environment = try Environment.open(at: path)
    let (small, large) = (try environment.table("things"), try environment.table("large"))
    for round in UInt64(0)..<5 {
      try environment.write { transaction in
        for number in 1...UInt64(1_500) {
          let value = [UInt8](repeating: UInt8(round), count: 120)
          try transaction.put(value.span, for: NumberKey(number * 7).span, in: small)
        }
        for number in 1...UInt64(20) {
          let value = [UInt8](repeating: 9, count: Int(3_000 + number * 1_000))
          try transaction.put(value.span, for: NumberKey(number).span, in: large)
        }
        for number in 1...UInt64(300) where number % 3 == round % 3 {
          _ = try transaction.delete(NumberKey(number * 7).span, in: small)
        }
      }
    }
    return environment
  }

  @Test func findsNothingInWhatTheLibraryWrote() throws {
    let folder = try TemporaryFolder()
    let environment = try environment(folder.path)
    #expect(try environment.checkTrees().isEmpty)
    let table = try environment.table("large")
    try environment.write { try $0.deleteAll(in: table) }
    #expect(try environment.checkTrees().isEmpty)
  }

  @Test func findsABrokenHeaderOfAPageInUse() throws {
    let folder = try TemporaryFolder()
    do { _ = try environment(folder.path) }
    let file = URL(filePath: folder.path + "/data.mdb")
    let sound = try Data(contentsOf: file)
    var found = 0
    for page in stride(from: 2, to: sound.count / 4_096, by: 6) {
      var broken = sound
      // The page's own number: whoever follows a pointer to it must notice.
      broken[page * 4_096] ^= 0x40
      try broken.write(to: file)
      let environment = try Environment.open(
        at: folder.path, options: EnvironmentOptions(isReadOnly: true))
      if try !environment.checkTrees().isEmpty { found += 1 }
    }
    #expect(found > 8, "most pages of the file are in use")
  }
}
