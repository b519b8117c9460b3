import Evidence
import Foundation

/// Holds signed checkpoints against a log: the signature, the origin, and that what they sign is
/// still the log's beginning.
struct CheckpointVerifier {
  let log: EventLog
  /// The key that must have signed; none if there is none to check with.
  let key: NoteVerifier?

  /// Level 1: every checkpoint in the ledger's own folder.
  func checkKept(_ report: inout VerificationReport) throws {
    let paths = try KeptCheckpoints(folder: log.folder).paths()
    report.keptCheckpointCount = paths.count
    if !paths.isEmpty, key == nil {
      report.add(
        VerificationProblem(
          .checkpoint, nil,
          "keys/\(SigningKeys.publicName) is missing, so no signature can be checked"))
    }
    for path in paths {
      let name = "checkpoints/" + URL(filePath: path).lastPathComponent
      guard let file = read(path, as: name, &report) else { continue }
      if KeptCheckpoints(folder: log.folder).path(ofSize: file.checkpoint.size) != path {
        report.add(VerificationProblem(.checkpoint, nil, "\(name) signs another size"))
      }
      try check(file, &report)
    }
  }

  /// Level 5: checkpoints that others hold.
  func checkHeld(_ paths: [String], _ report: inout VerificationReport) throws {
    report.heldCheckpointCount = paths.count
    if key == nil {
      report.add(
        VerificationProblem(
          .checkpoint, nil, "there is no verifier key, so no signature can be checked"))
    }
    for path in paths {
      guard let file = read(path, as: path, &report) else { continue }
      try check(file, &report)
    }
  }

  private func read(
    _ path: String, as name: String, _ report: inout VerificationReport
  ) -> CheckpointFile? {
    do {
      let file = try CheckpointFile(path: path)
      return CheckpointFile(path: name, note: file.note, checkpoint: file.checkpoint)
    } catch EvidenceError.unreadable(_, let error) {
      report.add(VerificationProblem(.checkpoint, nil, "\(name) is no checkpoint: \(error)"))
    } catch {
      report.add(VerificationProblem(.checkpoint, nil, "\(name) cannot be read"))
    }
    return nil
  }

  /// A text that nobody has signed proves nothing, but one that the log contradicts is told too.
  private func check(_ file: CheckpointFile, _ report: inout VerificationReport) throws {
    switch key?.verdict(on: file.note) {
    case .signed, nil: break
    case .notSigned:
      report.add(VerificationProblem(.checkpoint, nil, "\(file.path) is not signed by the key"))
    case .forged:
      report.add(
        VerificationProblem(.checkpoint, nil, "the signature of \(file.path) does not fit"))
    }
    do {
      try log.read { snapshot in
        var cache = NodeCache()
        try log.check(file, snapshot, &cache)
      }
    } catch let error as EvidenceError {
      let size = file.checkpoint.size
      report.add(
        VerificationProblem(.checkpoint, size > 0 ? 1...size : nil, error.description))
    } catch LedgerError.damaged(_, let reason) {
      report.add(VerificationProblem(.checkpoint, nil, "\(file.path): \(reason)"))
    }
  }
}
