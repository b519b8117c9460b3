import ArgumentParser
import Catalog
import EventLog
import Foundation
import Kiem
import KiemREPL
import LedgerModel

struct RecordCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Append one event.",
    discussion: """
      Fields are typed as key=value and read by the catalogue: dates as 2021-08-05 or 05/8/2021 \
      (the day comes first), times also without an offset in the campaign's zone, lists as a,b,c, \
      nested values as JSON. `kiem types TYPE` lists the fields.

      The position of the event goes to standard output. Recording the same --id again with the \
      same content adds nothing and prints the position it has.

      With --if-unchanged-since the event is recorded only if nothing about the same subject was \
      recorded after that position: what the event introduces, or refers to in its first field, \
      or --subject; of a correction or void, what its target is about. Otherwise the command \
      names the position that broke it and exits with 1.

      EXAMPLES
        kiem record report.submitted --campaign kh121 --unit ldld-ea-sup report=bc-1 version=1 \\
          kind=report --id bc-1-v1 --time "05/8/2021 08:30" --obligation kh121/O11/ldld-ea-sup
        kiem record report.submitted ... --dry-run
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(
    help: "Event type, as report.submitted.", completion: .list(EventCatalog.types.map(\.name)))
  var type: String

  @Argument(help: ArgumentHelp("Fields of the event.", valueName: "key=value"))
  var fields: [String] = []

  @Option(help: ArgumentHelp("Unit that acts or is concerned.", valueName: "id"))
  var unit: String?

  @Option(help: ArgumentHelp("Campaign; the ledger's only one if not given.", valueName: "id"))
  var campaign: String?

  @Option(help: ArgumentHelp("When it happened; now if not given.", valueName: "time"))
  var time: String?

  @Option(help: "Identifier, unique for its source; drawn at random if not given.")
  var id: String?

  @Option(help: "Who issues the identifiers.")
  var source: String = "cli"

  @Option(help: "Account that acts, or system:NAME for a program.")
  var actor: String?

  @Option(help: ArgumentHelp("Obligation that it serves.", valueName: "key"))
  var obligation: String?

  @Option(help: ArgumentHelp("Provision that it rests on.", valueName: "id"))
  var provision: String?

  @Option(
    help: ArgumentHelp("What the event is about, if its fields do not say it.", valueName: "id"))
  var subject: String?

  @Option(
    help: ArgumentHelp(
      "Record only if nothing about the subject was recorded after this position.",
      valueName: "position"))
  var ifUnchangedSince: LogPosition?

  @Option(
    help: ArgumentHelp(
      "Only events of this type count for --if-unchanged-since; may be repeated.",
      valueName: "type"),
    completion: .list(EventCatalog.types.map(\.name)))
  var ofKind: [String] = []

  @Flag(help: "Allow a live event in a simulated ledger.")
  var live = false

  @Flag(name: .shortAndLong, help: "Check the event and print it as JSON; record nothing.")
  var dryRun = false

  func perform(in context: CommandContext) throws -> ExitStatus {
    let eventType = try EventType.named(type)
    let path = location.path(in: context)
    let ledger = try openLedger(at: path)
    let campaigns = try ledger?.status().campaigns ?? []
    let event = try read(eventType, campaigns: campaigns, context)
    guard let ledger, !dryRun else {
      context.console.output.line(
        EventJSON.write(event, offsetSeconds: CivilZone.vietnam.offsetSeconds(at: event.time)))
      return .done
    }
    let options = AppendOptions(
      recording: .live(now: context.now), allowsLive: live)
    let draft = Draft(event, condition: try condition())
    let outcome = try ledger.append([draft], options: options).first
    return try report(outcome, event, ledger, context.console)
  }

  private func condition() throws -> AppendCondition? {
    let kinds = try ofKind.map { try EventType.named($0).name }
    guard let ifUnchangedSince else {
      guard kinds.isEmpty else {
        throw CommandFailure.argument(
          "--of-kind needs --if-unchanged-since",
          remedy: "Give the position that the record builds on.")
      }
      return nil
    }
    return AppendCondition(since: ifUnchangedSince.position, kinds: Set(kinds))
  }

  /// A trial needs no ledger, only its campaign's name if it is not given.
  private func openLedger(at path: String) throws -> Ledger? {
    guard dryRun else { return try Ledger.open(at: path) }
    guard campaign == nil, FileManager.default.fileExists(atPath: path) else { return nil }
    return try Ledger.open(at: path, access: .readOnly)
  }

  private func read(
    _ type: EventType, campaigns: [String], _ context: CommandContext
  ) throws -> Event {
    var word = FieldWord(path: "time", zone: .vietnam)
    let instant = time.map { word.instant($0) } ?? context.now()
    let only = type.envelope.contains(.campaign) && campaigns.count == 1 ? campaigns.first : nil
    let draft = Event(
      id: id ?? UUID().uuidString.lowercased(), source: source, type: type, subject: subject,
      time: instant ?? context.now(), campaign: campaign ?? only, unit: unit,
      actor: actor.map(FieldReader.person), provision: provision, obligation: obligation,
      data: [])
    let reading = EventWords(type: type, zone: .vietnam)
      .event(draft, words: fields, problems: word.reader.problems)
    if let event = reading.event { return event }
    throw CommandFailure.argument(
      reading.problems.map(\.description).joined(separator: "\n      "),
      remedy: "`kiem types \(type.name)` lists its fields.")
  }

  private func report(
    _ outcome: AppendOutcome?, _ event: Event, _ ledger: Ledger, _ console: Console
  ) throws -> ExitStatus {
    switch outcome {
    case .appended(let position):
      console.output.line("#\(position.number)")
      console.say("recorded \(event.type.name) as \(event.source) \(event.id)")
    case .duplicate(let position):
      console.output.line("#\(position.number)")
      console.say("\(event.source) \(event.id) is there already; nothing was added")
    case .rejected(let rejection):
      let place = rejection.position.map { " (see #\($0.number))" } ?? ""
      let hint = hint(rejection, event.type, ledger).map { " (\($0))" } ?? ""
      if rejection.rule == .changedSince {
        throw CommandFailure(
          .failed, rejection.description + place,
          remedy: "Nothing was recorded (\(rejection.ruleName)).")
      }
      throw CommandFailure.argument(
        rejection.description + place + hint,
        remedy: "Nothing was recorded (\(rejection.ruleName)).")
    case .withheld, nil:
      throw CommandFailure(.runtimeFailure, "the event was not recorded")
    }
    return .done
  }

  /// Near units for an id that is none: people type names.
  private func hint(_ rejection: Rejection, _ type: EventType, _ ledger: Ledger) -> String? {
    guard rejection.rule == .unknownEntity, let problem = rejection.problems.first,
      let text = problem.found
    else { return nil }
    let field =
      problem.field.hasPrefix("data.") ? type.field(named: String(problem.field.dropFirst(5))) : nil
    let namesUnit =
      switch field?.type {
      case .reference(.unit), .list(.reference(.unit)): true
      default: problem.field == "orgunit"
      }
    return namesUnit ? ledger.unitHint(for: text) : nil
  }
}
