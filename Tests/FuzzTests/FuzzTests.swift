import Foundation
import Testing

/// No bytes from outside end the program or keep it busy for ever.
///
/// Every target runs seeded mutations of valid inputs in a child process, so that a trap is a
/// failure with its input kept. CI runs a fixed number, about half a minute each in release, a
/// twentieth of that without optimisation. `KIEM_FUZZ_MINUTES=10` runs each target for so long
/// instead, `KIEM_FUZZ_SEED` with other mutations.
@Suite("Fuzz: readers of what comes from outside")
struct FuzzTests {
  @Test("no trap, no hang, no broken promise", arguments: FuzzTarget.allCases)
  func withstands(target: FuzzTarget) async throws {
    let run = FuzzRun(
      target, environment: ProcessInfo.processInfo.environment, isSmall: isUnoptimised)
    defer { run.removeNotes() }
    let result = await #expect(processExitsWith: .success) { [run = run as FuzzRun] in
      try run.run()
    }
    guard result != nil else {
      Issue.record("\(target.rawValue): \(try run.saveFailure())")
      return
    }
    #expect(run.minutes != nil || run.reached == run.count)
    print("fuzz \(target.rawValue): seed \(run.seed), \(run.reached) executions")
  }

  @Test("inputs depend on seed and round only")
  func inputsAreReproducible() throws {
    let corpus = try FuzzCorpus(.queries)
    func input(_ seed: UInt64, _ round: UInt64) -> [UInt8] {
      var mutator = Mutator(words: corpus.words, seed: seed, round: round)
      return mutator.input(from: corpus.inputs)
    }
    #expect(input(1, 3) == input(1, 3))
    #expect(Set((0..<50).map { input(1, $0) }).count > 45)
    #expect(input(1, 3) != input(2, 3))
  }
}

/// True in builds that check overflow the slow way: debug.
private let isUnoptimised: Bool = {
  var isDebug = false
  assert(
    {
      isDebug = true
      return true
    }())
  return isDebug
}()
