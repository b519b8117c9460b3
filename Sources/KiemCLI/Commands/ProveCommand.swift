import ArgumentParser
import EventLog
import Evidence
import Kiem
import KiemREPL
import LedgerModel

/// Forms of a proof.
enum ProofFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  case text, json
  case note = "tlog-proof"
}

struct ProveCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove that an event is in the log, or that the log only grew.",
    discussion: """
      With a position: the RFC 9162 inclusion proof of that event in the log, or in its first --size \
      events. With --from: the consistency proof from a signed checkpoint to the log as it is, or \
      to another checkpoint.

      A proof in a file is checked without any ledger: --check computes the root from the record \
      and compares it with that of --checkpoint, whose signature --key verifies. The exit status is \
      1 when it does not hold. The form tlog-proof is that of C2SP and carries the checkpoint.

      EXAMPLES
        kiem prove 18422
        kiem prove 18422 --size 18430 --format json > proof.json
        kiem prove --check proof.json --checkpoint held.checkpoint --key signing.pub
        kiem prove --from held.checkpoint
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "Position of an event, as 18422 or '#18422'.")
  var position: String?

  @Option(help: ArgumentHelp("Prove it in the first so many events.", valueName: "events"))
  var size: UInt64?

  @Option(
    help: ArgumentHelp("Prove that nothing changed since this checkpoint.", valueName: "file"),
    completion: .file())
  var from: String?

  @Option(
    help: ArgumentHelp("Up to this checkpoint instead of now.", valueName: "file"),
    completion: .file())
  var to: String?

  @Option(
    help: ArgumentHelp("Check a proof that was written before.", valueName: "file"),
    completion: .file())
  var check: String?

  @Option(
    help: ArgumentHelp("Checkpoint to check it against; may be repeated.", valueName: "file"),
    completion: .file())
  var checkpoint: [String] = []

  @Option(
    help: ArgumentHelp("Verifier key that signed it: the key or a file with it.", valueName: "key"))
  var key: String?

  @Option(help: "Form of the proof.")
  var format: ProofFormat = .text

  func validate() throws {
    let tasks = [position != nil, from != nil, check != nil].count { $0 }
    guard tasks == 1 else {
      throw ValidationError("Give one of: a position, --from, or --check.")
    }
    guard size == nil || position != nil, to == nil || from != nil else {
      throw ValidationError("--size goes with a position, --to with --from.")
    }
    guard check != nil || checkpoint.isEmpty && key == nil else {
      throw ValidationError("--checkpoint and --key go with --check.")
    }
    guard format != .note || position != nil else {
      throw ValidationError("The form tlog-proof is for events; use json.")
    }
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    if let check { return try checkProof(check, context.console) }
    let log = try Ledger.open(at: location.path(in: context), access: .readOnly).log
    if let position {
      let proven = try log.prove(Position(try number(position)), size: size)
      context.console.output.write(try words(proven, log))
    } else if let from {
      let proven = try log.prove(
        from: CheckpointFile(path: from), to: to.map { try CheckpointFile(path: $0) })
      let document = ProofDocument.growth(proven)
      context.console.output.write(format == .json ? document.json + "\n" : document.text)
    }
    return .done
  }

  private func number(_ text: String) throws -> UInt64 {
    let digits = text.hasPrefix("#") ? text.dropFirst() : Substring(text)
    guard let number = UInt64(digits) else {
      throw CommandFailure.argument(
        "'\(text)' is no position", remedy: "Positions are whole numbers from 1, as 18422.")
    }
    return number
  }

  private func words(_ proven: ProvenEvent, _ log: EventLog) throws -> String {
    let document = ProofDocument.event(proven)
    switch format {
    case .text: return document.text
    case .json: return document.json + "\n"
    case .note:
      let file = try log.keptCheckpoint(ofSize: proven.proof.treeSize)
      return TransparencyProof(proof: proven.proof, note: file.note, record: proven.record).encoded
    }
  }

  private func checkProof(_ path: String, _ console: Console) throws -> ExitStatus {
    let verifier = try key.map(KeyArgument.verifier)
    let check = ProofCheck(
      try ProofDocument(path: path),
      checkpoints: try checkpoint.map { try CheckpointFile(path: $0) },
      verifier: verifier)
    for caution in check.cautions { console.say(caution) }
    if let failure = check.failure {
      console.output.line(format == .json ? "{\"holds\":false}" : "does not hold: \(failure)")
      return .failed
    }
    console.output.line(format == .json ? "{\"holds\":true}" : "holds: \(check.statement)")
    return .done
  }
}

/// A verifier key given as text or as a file with it.
enum KeyArgument {
  static func verifier(_ argument: String) throws -> NoteVerifier {
    // A key has two pluses; a path with two of them can be written with ./ in front.
    if argument.split(separator: "+").count >= 3, !argument.hasPrefix(".") {
      return try read(argument, name: "--key")
    }
    return try read(
      String(decoding: try EvidenceFile.read(argument), as: UTF8.self), name: argument)
  }

  private static func read(_ text: String, name: String) throws -> NoteVerifier {
    do {
      return try NoteVerifier(text)
    } catch {
      throw CommandFailure.argument(
        "\(name): \(error)", remedy: "It is what keys/signing.pub of the ledger holds.")
    }
  }
}
