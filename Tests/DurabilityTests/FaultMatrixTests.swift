import Foundation
import TestSupport
import Testing

/// Every write, seek, flush and truncation of a script of 200 commits fails once, in each of several
/// ways, and the child checks what it was promised. `KIEM_FAULT_STEP=20` tries every 20th call only,
/// for a quick look with a debug build.
@Suite("Durability: faults", .serialized)
struct FaultMatrixTests {
  struct Way: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kind: Int
    /// Calls that fail one after another.
    var count = 1
    /// Callers at once; their commits are shared, so the calls of a script differ from run to run.
    var callers = 1
    /// Every call, or every n-th.
    var step = 1
  }

  static let ways = [
    Way(testDescription: "EIO", kind: 1),
    Way(testDescription: "ENOSPC", kind: 2),
    Way(testDescription: "short write", kind: 3),
    Way(testDescription: "done, but reported as EIO", kind: 4),
    Way(testDescription: "done, but reported as EIO, and not to be taken back", kind: 5, count: 2),
    Way(testDescription: "EIO 12 times in a row", kind: 1, count: 12, step: 5),
    Way(testDescription: "done, but EIO 12 times in a row", kind: 4, count: 12, step: 5),
    Way(testDescription: "EIO, three callers", kind: 1, callers: 3, step: 5),
    Way(testDescription: "ENOSPC 3 times, three callers", kind: 2, count: 3, callers: 3, step: 5),
  ]

  @Test("no false answer, no hang, no poisoned commit", arguments: ways)
  func faults(way: Way) throws {
    let folder = try FastFolder()
    let base = try folder.ledger()
    let step = way.step * Amount.of("KIEM_FAULT_STEP", ci: 1)
    let workers = try (0..<2).map { worker in
      try Child(
        ["faults", base, way.kind, way.count, 1 + worker * step, 2 * step, way.callers]
          .map { "\($0)" }, environment: Shim.environment(below: folder.path))
    }
    var outcomes: [String: Int] = [:]
    for worker in workers {
      let (lines, status) = try worker.rest()
      #expect(status == 0, "\(worker.arguments)")
      #expect(lines.last?.hasPrefix("END") == true, "\(lines.last ?? "nothing was said")")
      for line in lines.dropLast() {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, Int(words[0]) != nil, words[2].split(separator: " ").count == 1
        else {
          Issue.record("\(way.testDescription): \(line)")
          continue
        }
        outcomes[words[2], default: 0] += Int(words[1]) == 0 ? 0 : 1
      }
    }
    let count = outcomes.values.reduce(0, +)
    print("fault matrix, \(way.testDescription): \(count) runs, \(outcomes)")
    #expect(count >= 1_000 / step, "a script of 200 commits makes hundreds of calls")
  }
}
