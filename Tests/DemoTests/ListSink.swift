import Crypto
import Demo
import Foundation
import LedgerModel

/// Keeps what is played, or only looks at it, and digests every event in the order of recording.
final class ListSink: SimulationSink {
  private(set) var events: [SimulatedEvent] = []
  private(set) var count = 0
  private var hash = SHA256()
  private let look: (SimulatedEvent) -> Void
  private let keeps: Bool

  init(keeps: Bool = true, look: @escaping (SimulatedEvent) -> Void = { _ in }) {
    self.keeps = keeps
    self.look = look
  }

  func append(_ batch: [SimulatedEvent]) throws {
    for event in batch {
      if !event.isRepeated { count += 1 }
      look(event)
      if keeps { events.append(event) }
      hash.update(data: Data(EventJSON.write(event.event, recorded: event.recorded).utf8))
    }
  }

  /// A stand-in for the root of a log: the digest so far.
  func root() throws -> String {
    hash.finalize().map { String($0, radix: 16) }.joined()
  }
}
