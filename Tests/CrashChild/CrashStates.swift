import EventLog
import Evidence
import Foundation
import LedgerModel
import Vault

/// Rebuilds the states that a power failure may leave behind at each point of a recorded script, and
/// opens each of them. Says `STATES n` at the end.
struct CrashStates {
  let base: String
  let seed: UInt64
  /// This child takes the points whose number leaves this rest when divided by two.
  let share: Int
  /// States tried for each point.
  let perPoint: Int

  private static let workerCount = 2

  func run() throws {
    let steps = try Trace.steps(of: base)
    let before = base + ".before"
    var model = DiskModel(files: try Self.files(below: before))
    let roots = try Self.roots(of: base)
    var dice = Dice(seed: seed)
    var acknowledged = 0
    var count = 0
    for (point, step) in steps.enumerated() {
      if point % Self.workerCount == share {
        for attempt in 0..<perPoint {
          let fate: DiskModel.Fate =
            switch attempt {
            case 1: point / Self.workerCount % 2 == 0 ? .everything : .nothing
            case 2: point / Self.workerCount % 2 == 0 ? .nothing : .everything
            default: .some
            }
          let state = State(
            path: "\(base)-state-\(share)", label: "seed \(seed), point \(point), state \(attempt)",
            acknowledged: acknowledged, roots: roots)
          try state.check(model.state(during: step, fate, &dice), goesOn: count % 8 == 0)
          count += 1
          if count % 50 == 0 { say("AT \(count)") }
        }
      }
      model.apply(step)
      if case .mark(let position) = step { acknowledged = position }
    }
    say("STATES \(count)")
  }

  /// The root at every size, worked out from the finished log alone.
  private static func roots(of path: String) throws -> [String] {
    var frontier = MerkleFrontier()
    var roots = [frontier.root.hex]
    try EventLog.open(at: path, isReadOnly: true).read { snapshot in
      try snapshot.scan(from: Position(1), through: .never) {
        frontier.append(MerkleHash(leaf: $1))
        roots.append(frontier.root.hex)
        return true
      }
    }
    return roots
  }

  private static func files(below path: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      let full = path + "/" + name
      let kind = try FileManager.default.attributesOfItem(atPath: full)[.type] as? FileAttributeType
      guard kind == .typeRegular, !name.hasSuffix("lock.mdb"), !name.hasSuffix(".lock")
      else { continue }
      files[name] = try Data(contentsOf: URL(fileURLWithPath: full))
    }
    return files
  }
}

/// One state of the disk, made into a ledger.
private struct State {
  let path: String
  let label: String
  let acknowledged: Int
  let roots: [String]

  func check(_ files: [String: Data], goesOn: Bool) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: path) { try manager.removeItem(atPath: path) }
    for part in ["log", "index", "vault", "projections", "keys"] {
      try manager.createDirectory(atPath: path + "/" + part, withIntermediateDirectories: true)
    }
    for (name, content) in files {
      try content.write(to: URL(fileURLWithPath: path + "/" + name))
    }
    do {
      try checkLog()
      try checkVault()
      if goesOn { try append() }
    } catch {
      say("WRONG \(label): \(error)")
    }
  }

  private func checkLog() throws {
    let report = try EventLog.verify(at: path, level: .index)
    for problem in report.problems { say("WRONG \(label): \(problem)") }
    let size = Int(report.eventCount)
    if size < acknowledged { say("WRONG \(label): \(acknowledged) acknowledged, \(size) there") }
    // Behind that may lie a commit that was under way, or one whose failure nobody was told yet.
    if try root(at: min(size, acknowledged)) != roots[safely: min(size, acknowledged)] {
      say("WRONG \(label): another root at \(acknowledged)")
    }
  }

  private func root(at size: Int) throws -> String {
    var frontier = MerkleFrontier()
    try EventLog.open(at: path, isReadOnly: true).read { snapshot in
      try snapshot.scan(from: Position(1), through: Position(UInt64(size))) {
        frontier.append(MerkleHash(leaf: $1))
        return true
      }
    }
    return frontier.root.hex
  }

  /// Whoever is named in the log is known to the vault, because that is written before.
  private func checkVault() throws {
    let log = try Script.open(path)
    let vault = try log.vault()
    var named: [(String, [UInt8]?)] = []
    try log.read { snapshot in
      try snapshot.scan(from: Position(1), through: .never) { _, record in
        let event = try EventCodec.decode(record).event
        guard let person = event.text("person") else { return true }
        var commitment: [UInt8]?
        if case .commitment(let bytes)? = event["name"] { commitment = bytes }
        named.append((person, commitment))
        return true
      }
    }
    for (person, commitment) in named {
      guard let commitment, try vault.reveal(person, commitment: commitment) != nil else {
        say("WRONG \(label): the vault does not know a person of the log")
        return
      }
    }
  }

  private func append() throws {
    let log = try Script.open(path)
    let size = try log.head().size
    let event = try Script.event(1_000_000)
    let outcome = try log.append([event], recording: Script.clock)[0]
    if outcome != .appended(Position(size + 1)) { say("WRONG \(label): \(outcome)") }
    log.close()
    let report = try EventLog.verify(at: path, level: .index)
    for problem in report.problems { say("WRONG \(label), behind it: \(problem)") }
  }
}
