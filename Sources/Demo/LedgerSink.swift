import Catalog
import EventLog
package import Kiem
package import LedgerModel

/// Records a play in a ledger, whose own clock becomes the end of the play.
package final class LedgerSink: SimulationSink {
  private let ledger: Ledger
  private let options: AppendOptions

  /// - Parameters:
  ///   - clock: the clock of the ledger from now on, `Simulation.clock`.
  package init(_ ledger: Ledger, clock: Instant) {
    self.ledger = ledger
    options = AppendOptions(recording: .simulated(clock: clock), isBulk: true)
  }

  package func append(_ events: [SimulatedEvent]) throws {
    let drafts = events.map { Draft($0.event, recorded: $0.recorded) }
    let outcomes = try ledger.append(drafts, options: options)
    for (event, outcome) in zip(events, outcomes) {
      if case .rejected(let rejection) = outcome {
        throw SimulationError.refused(
          type: event.event.type.name, id: event.event.id, reason: "\(rejection)")
      }
    }
  }

  package func root() throws -> String { try ledger.log.head().rootText }
}

/// What can go wrong in a play: the ledger and the catalogue disagree with it.
package enum SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
  case refused(type: String, id: String, reason: String)

  package var description: String {
    switch self {
    case .refused(let type, let id, let reason):
      "the ledger refused \(type) '\(id)' of the demo: \(reason); this is a defect of the demo"
    }
  }
}
