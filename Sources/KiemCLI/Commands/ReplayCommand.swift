import ArgumentParser
import Kiem
import KiemREPL
import LedgerModel
import QueryEngine

extension ReplayFormat: ExpressibleByArgument {}

struct ReplayCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Tell what happened, event by event, in words.",
    discussion: """
      Every entry says what happened, how it stood to its deadline by both readings of the day, \
      what it changed, who recorded it, when and on which document. Entries that were struck out \
      later say by which position; a correction says old and new. Persons stay pseudonyms. What \
      happened is judged as it was known at each entry, by the rules that answer questions.

      --from and --to take a position or the instant of recording, both inside. --unit takes an \
      id, code, path or name and means what the unit did, what names it and what changed an \
      obligation of it.

      EXAMPLES
        kiem replay --from 2021-08-04T00:00 --to 2021-08-05T24:00
        kiem replay --unit "LĐLĐ huyện Lắk" --duty O11
        kiem replay --unit ldld-lak --under --kind report.submitted --kind report.returned
        kiem replay --from '#18400' --step
        kiem replay --format ndjson > history.ndjson
        kiem replay --follow
      """)

  @OptionGroup var location: LedgerLocation

  @Option(
    help: ArgumentHelp("First entry: '#18422', or recorded from then on.", valueName: "point"))
  var from: String?

  @Option(help: ArgumentHelp("Last entry: '#18422', or recorded by then.", valueName: "point"))
  var to: String?

  @Option(help: ArgumentHelp("Only what concerns this unit.", valueName: "unit"))
  var unit: String?

  @Flag(help: "With --unit: everything beneath it too.")
  var under = false

  @Option(help: ArgumentHelp("Only what concerns this pseudonym.", valueName: "person"))
  var person: String?

  @Option(help: ArgumentHelp("Only what concerns this duty.", valueName: "duty"))
  var duty: String?

  @Option(
    help: ArgumentHelp("Only events of this type; may be repeated.", valueName: "type"))
  var kind: [String] = []

  @Option(help: ArgumentHelp("Only this campaign.", valueName: "id"))
  var campaign: String?

  @Flag(help: "Go on with what is recorded from now on, until Ctrl-C.")
  var follow = false

  @Flag(help: "Wait for a key after each entry: any key goes on, q ends.")
  var step = false

  @Option(help: "Form of the history.")
  var format: ReplayFormat = .text

  @Flag(name: .shortAndLong, help: "Leave out the footer.")
  var quiet = false

  func validate() throws {
    if under, unit == nil { throw ValidationError("--under goes with --unit") }
    if follow, to != nil { throw ValidationError("--follow has no end: leave --to out") }
    if follow, format == .json {
      throw ValidationError("--follow has no end, and a JSON array has one: take --format ndjson")
    }
    if step, format != .text { throw ValidationError("--step goes with --format text") }
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    let keys = try keyReader(context)
    let ledger = try Ledger.open(at: location.path(in: context), access: .readOnly)
    let telling = ReplayTelling(
      replay: try replay(ledger), format: format, keys: keys, follows: follow,
      console: context.console)
    let status = try Interruption.shared.whileHandling(telling.cancel, endsOnSecond: false) {
      try telling.run()
    }
    if !quiet, status == .done { context.console.say(telling.footer) }
    return status
  }

  private func keyReader(_ context: CommandContext) throws -> KeyReader? {
    guard step else { return nil }
    guard let keys = KeyReader(), context.console.output.isTerminal else {
      throw CommandFailure.argument(
        "--step waits for a key, and input or output is no terminal",
        remedy: "Leave --step out, or run the command in a terminal.")
    }
    return keys
  }

  private func replay(_ ledger: Ledger) throws -> Replay {
    var request = ReplayRequest()
    (request.from, request.to) = (from, to)
    (request.unit, request.isSubtree) = (unit, under)
    (request.person, request.duty) = (person, duty)
    (request.kinds, request.campaign) = (kind, campaign)
    do {
      return try ledger.replay(request)
    } catch let error as ReplayError {
      throw CommandFailure.argument("\(error.option): \(error.message)", remedy: error.remedy)
    }
  }
}
