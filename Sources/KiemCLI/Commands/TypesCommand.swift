import ArgumentParser
import Catalog
import KiemREPL
import LedgerModel

struct TypesCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "types",
    abstract: "List the event types, or describe one.",
    discussion: """
      Without a name, every type with its version and a line about it. With a name, the fields, \
      their types and units, which are personal, and the rules the ledger checks.

      EXAMPLES
        kiem types
        kiem types report.submitted
        kiem types --json-schema > events.schema.json
        kiem types quiz.attempt.submitted --json-schema
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(
    help: "A type, as report.submitted or vn.congdoan.report.submitted.v1.",
    completion: .list(EventCatalog.types.map(\.name)))
  var name: String?

  @Flag(name: .customLong("json-schema"), help: "Print JSON Schema (draft 2020-12) instead.")
  var printsSchema = false

  func perform(in context: CommandContext) throws -> ExitStatus {
    let output = context.console.output
    guard let name else {
      output.write(printsSchema ? JSONSchema.catalogue() + "\n" : TypeListing.table())
      return .done
    }
    let type = try EventType.named(name)
    output.write(printsSchema ? JSONSchema.schema(of: type) + "\n" : TypeListing.detail(of: type))
    return .done
  }
}

extension EventType {
  /// The type of that name, as people give it on the command line.
  static func named(_ name: String) throws -> EventType {
    let (type, problem) = EventJSON.type(named: name)
    if let type { return type }
    throw CommandFailure.argument(
      "there is no event type '\(name)'", remedy: problem?.remedy ?? "kiem types lists them")
  }
}
