import Foundation

/// How often a mutating test tries: a small number in CI, more on demand through KIEM_FUZZ_ROUNDS.
enum FuzzRounds {
  static func count(inCI: Int) -> Int {
    ProcessInfo.processInfo.environment["KIEM_FUZZ_ROUNDS"].flatMap { Int($0) } ?? inCI
  }
}
