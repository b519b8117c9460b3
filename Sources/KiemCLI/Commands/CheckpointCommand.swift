import ArgumentParser
import EventLog
import Evidence
import Foundation
import Kiem
import KiemREPL
import LedgerModel

struct CheckpointCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Sign the size and the root of the log.",
    discussion: """
      The signed note goes to standard output and is kept in the ledger's folder checkpoints; none \
      there may be deleted. Give copies to people who do not run the ledger: with one, `kiem verify \
      --checkpoint FILE` and every tool for C2SP checkpoints shows that nothing before it was \
      changed since. The verifier key in keys/signing.pub checks the signature.

      The log is told by an event, checkpoint.signed, that comes behind what it covers. Where that \
      would be the first live event, or in a simulated ledger, only the file is written unless \
      --live is given.

      EXAMPLES
        kiem checkpoint
        kiem checkpoint --signer congdoandaklak.org.vn/so --output 2021-08-10.checkpoint
      """)

  @OptionGroup var location: LedgerLocation

  @Option(
    help: ArgumentHelp("Also write the note to this file.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Name of the key, when the first checkpoint makes it; the log's own name if not given.",
      valueName: "name"))
  var signer: String?

  @Flag(name: .customLong("no-record"), help: "Leave the log as it is: no event.")
  var skipsEvent = false

  @Flag(help: "Record the event also where it is the first live one, or the ledger simulated.")
  var live = false

  func perform(in context: CommandContext) throws -> ExitStatus {
    let ledger = try Ledger.open(at: location.path(in: context))
    let signed = try ledger.log.signCheckpoint(
      CheckpointOptions(signer: signer, records: !skipsEvent, allowsLive: live),
      now: context.now)
    let note = signed.file.note.encoded
    if let output { try OutputFile.write(note, to: output) }
    context.console.output.write(note)
    context.console.say("kept as \(signed.file.path)")
    context.console.say("verifier key \(signed.verifier)")
    if let sentence = sentence(on: signed.recording) { context.console.say(sentence) }
    return .done
  }

  private func sentence(on recording: SignedCheckpoint.Recording) -> String? {
    switch recording {
    case .recorded(let position): "recorded as #\(position.number)"
    case .notAsked: nil
    case .needsLive(.simulated):
      "not recorded: the ledger was simulated; --live records it all the same"
    case .needsLive:
      "not recorded: it would be the first live event, behind which no history can be moved in; "
        + "--live records it all the same"
    }
  }
}

/// Files that a command writes where it is told to.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure(
        .runtimeFailure, "\(path) cannot be written: \(error.localizedDescription)",
        remedy: "Check that the folder exists and may be written to.")
    }
  }
}
