import Foundation
import Glibc
import Synchronization
import TestSupport

/// One target's rounds, run in a process of their own: a trap ends that process and not the tests,
/// and the number of the round that was under way is in a file.
struct FuzzRun: Codable, Sendable {
  let target: FuzzTarget
  let seed: UInt64
  let count: UInt64
  /// Goes on until so many minutes are over, whatever the count.
  let minutes: Int?
  /// Holds the number of the round under way.
  let notePath: String

  /// A round that takes longer hangs; a thousand times what the slowest takes.
  private static let patienceSeconds = 60

  /// - Parameter isSmall: a twentieth of the rounds, for builds without optimisation.
  init(_ target: FuzzTarget, environment: [String: String], isSmall: Bool) {
    self.target = target
    seed = environment["KIEM_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    count = isSmall ? max(1, target.count / 20) : target.count
    minutes = environment["KIEM_FUZZ_MINUTES"].flatMap(Int.init)
    notePath =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("kiem-fuzz-\(UUID().uuidString)").path
  }

  /// All rounds; ends the process when one hangs.
  func run() throws {
    let corpus = try FuzzCorpus(target)
    let note = unsafe open(notePath, O_WRONLY | O_CREAT, 0o600)
    guard note >= 0 else {
      throw FuzzTarget.Violation(description: "\(notePath) cannot be written")
    }
    let watch = FuzzWatch()
    watch.start(patienceSeconds: FuzzRun.patienceSeconds)
    let deadline = minutes.map { ContinuousClock.now + .seconds($0 * 60) }
    var round: UInt64 = 0
    while deadline.map({ ContinuousClock.now < $0 }) ?? (round < count) {
      var number = round
      _ = unsafe pwrite(note, &number, 8, 0)
      watch.enter(round)
      do {
        try target.execute(input(of: round, corpus))
      } catch {
        try Data("\(error)".utf8).write(to: URL(fileURLWithPath: notePath + ".why"))
        exit(EXIT_FAILURE)
      }
      round += 1
    }
    _ = unsafe pwrite(note, &round, 8, 0)
    close(note)
  }

  private func input(of round: UInt64, _ corpus: FuzzCorpus) -> [UInt8] {
    var mutator = Mutator(words: corpus.words, seed: seed, round: round)
    return mutator.input(from: corpus.inputs)
  }

  /// How many rounds were done, or the number of the one that failed.
  var reached: UInt64 {
    let bytes = FileManager.default.contents(atPath: notePath) ?? Data()
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Keeps the input of the round that failed, and says where.
  func saveFailure() throws -> String {
    let round = reached
    let place = FileManager.default.temporaryDirectory
      .appendingPathComponent("kiem-fuzz-\(target.rawValue)-\(seed)-\(round).bin")
    try Data(input(of: round, try FuzzCorpus(target))).write(to: place)
    let why = FileManager.default.contents(atPath: notePath + ".why")
    let words = why.map { String(decoding: $0, as: UTF8.self) } ?? "it ended the process"
    return "seed \(seed), round \(round): \(words); the input is in \(place.path)"
  }

  func removeNotes() {
    for path in [notePath, notePath + ".why"] { try? FileManager.default.removeItem(atPath: path) }
  }
}

/// Ends the process when a round does not.
private final class FuzzWatch: Sendable {
  private let round = Atomic<UInt64>(0)

  func enter(_ round: UInt64) { self.round.store(round, ordering: .relaxed) }

  func start(patienceSeconds: Int) {
    Thread.detachNewThread { [self] in
      var last: UInt64?
      while true {
        sleep(UInt32(patienceSeconds))
        let now = round.load(ordering: .relaxed)
        if now == last { _exit(99) }
        last = now
      }
    }
  }
}
