import Kiem
import KiemREPL
import LedgerModel

/// How a history is written.
enum ReplayFormat: String, CaseIterable, Sendable {
  /// A line for each entry, what it did and where it comes from beneath it.
  case text
  /// CloudEvents, one a line, as `kiem import` reads them.
  case ndjson
  /// One array of objects with sentence, effects and event.
  case json
}

/// Writes entries of a history as they come.
struct ReplayPrinter {
  let output: OutputChannel

  func print(_ entry: ReplayEntry) {
    let isStruck = output.usesColour && !entry.voidedBy.isEmpty
    output.line(isStruck ? "\u{1B}[9m\(entry.headline)\u{1B}[0m" : entry.headline)
    for detail in entry.details { output.line("    " + detail) }
  }

  func print(_ event: RecordedEvent, in zone: CivilZone) {
    output.line(ReplayPrinter.json(event, in: zone))
  }

  /// One object; the caller writes what stands between them.
  func printObject(_ entry: ReplayEntry, event: RecordedEvent) {
    var writer = JSONWriter()
    writer.object { json in
      json.name("position")
      json.integer(event.position.number)
      text("time", entry.zone.rfc3339(event.event.time), &json)
      text("recorded", entry.zone.rfc3339(event.recorded), &json)
      text("kind", event.event.kind, &json)
      text("sentence", entry.sentence, &json)
      json.name("effects")
      json.array { for effect in entry.effects { $0.string(effect) } }
      json.name("backdated")
      json.bool(entry.isBackdated)
      positions("voided_by", entry.voidedBy, &json)
      positions("corrected_by", entry.correctedBy, &json)
      json.name("event")
      json.raw(ReplayPrinter.json(event, in: entry.zone))
    }
    output.write(writer.text)
  }

  private func text(_ name: String, _ value: String, _ json: inout JSONWriter) {
    json.name(name)
    json.string(value)
  }

  private func positions(_ name: String, _ positions: [Position], _ json: inout JSONWriter) {
    json.name(name)
    json.array { for position in positions { $0.integer(position.number) } }
  }

  private static func json(_ event: RecordedEvent, in zone: CivilZone) -> String {
    EventJSON.write(
      event.event, position: event.position, recorded: event.recorded,
      offsetSeconds: zone.offsetSeconds(at: event.event.time))
  }
}
