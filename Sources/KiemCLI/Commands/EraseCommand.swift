import ArgumentParser
import EventLog
import Foundation
import Kiem
import KiemREPL
import LedgerModel
import Vault

struct EraseCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Forget a person for good, at their request.",
    discussion: """
      Overwrites the person's key, deletes the values kept under it and the way from the account to \
      the pseudonym, and records subject.erased. The events stay, so counts and proofs hold; names \
      cannot be read by anybody any more. A later event of the same account gets a new pseudonym.

      PERSON is a pseudonym, or an account as it stands in the files: its text, or issuer:id. Run \
      the command again if it was cut off: it finishes what was begun. Files outside the ledger are \
      not touched: what was imported, and backups made with person keys before.

      EXAMPLES
        kiem erase p-k2vq7mzr4t5xw3ab --request "12/CV-LĐLĐ"
        kiem erase zalo:0912345678 --request 2026-17 --yes --format json
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "Pseudonym or account.")
  var person: String

  @Option(help: ArgumentHelp("File number of the request; it is recorded.", valueName: "ref"))
  var request: String

  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false

  @Flag(help: "Allow the event in a simulated ledger.")
  var live = false

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let log = try Ledger.open(at: location.path(in: context)).log
    let (reference, held) = try log.heldPerson(references)
    let linked = try links(of: held.person, in: log, context)
    if !held.isErased, try !isConfirmed(held, linked, context) {
      context.console.say("nothing was erased")
      return .cancelled
    }
    let options = ErasureOptions(
      request: request, recording: .live(now: context.now), allowsLive: live)
    let report = try log.erase(reference, options: options)
    log.close()
    print(report, linked, on: context.console)
    return .done
  }

  /// What PERSON may mean, in the order of trying.
  private var references: [PersonReference] {
    var meanings: [PersonReference] = []
    if Pseudonym.hasForm(person) { meanings.append(.pseudonym(person)) }
    meanings.append(.account(Account(identifier: person)))
    for colon in person.indices where person[colon] == ":" {
      let rest = person[person.index(after: colon)...]
      guard colon > person.startIndex, !rest.isEmpty else { continue }
      meanings.append(
        .account(Account(issuer: String(person[..<colon]), identifier: String(rest))))
    }
    return meanings
  }

  private func links(
    of person: String, in log: EventLog, _ context: CommandContext
  ) throws -> [String] {
    try LongWork("looking for links", context).run { progress in
      try log.personsLinked(with: person, progress: progress)
    }
  }

  private func isConfirmed(
    _ held: HeldPerson, _ linked: [String], _ context: CommandContext
  ) throws -> Bool {
    guard !yes else { return true }
    guard context.console.messages.isTerminal else {
      throw CommandFailure.argument(
        "an erasure cannot be taken back", remedy: "Add --yes to erase without being asked.")
    }
    let fields = held.fields.isEmpty ? "no readable values" : held.fields.joined(separator: ", ")
    context.console.say("\(held.person): \(fields)")
    if !linked.isEmpty {
      context.console.say("linked as the same person: \(linked.joined(separator: ", "))")
    }
    context.console.say("This cannot be taken back. Type the pseudonym to erase it:")
    return readLine() == held.person
  }

  private func print(_ report: ErasureReport, _ linked: [String], on console: Console) {
    if !linked.isEmpty {
      console.say(
        "\(linked.joined(separator: ", ")) was linked with \(report.person) as the same person "
          + "and is not erased; erase each by its pseudonym")
    }
    guard format == .text else {
      console.output.line(json(report, linked))
      return
    }
    let place = report.position == .empty ? "" : " (#\(report.position.number))"
    if report.wasErased {
      console.output.line("\(report.person) was erased before\(place)")
      return
    }
    let begun = report.wasResumed ? ", begun by an earlier run" : ""
    console.output.line(
      "\(report.person) is erased\(place)\(begun): \(report.fields.joined(separator: ", "))")
  }

  private func json(_ report: ErasureReport, _ linked: [String]) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("person")
      json.string(report.person)
      json.name("position")
      json.integer(report.position.number)
      json.name("fields")
      json.array { json in for field in report.fields { json.string(field) } }
      json.name("keys_destroyed")
      json.integer(report.keyCount)
      json.name("was_erased")
      json.bool(report.wasErased)
      json.name("resumed")
      json.bool(report.wasResumed)
      json.name("linked")
      json.array { json in for person in linked { json.string(person) } }
    }
    return writer.text
  }
}
