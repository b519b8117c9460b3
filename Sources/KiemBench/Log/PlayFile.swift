import Demo
import Foundation
import LedgerModel

/// Writes the played campaign as CloudEvents, one a line: what a real import reads. Repeats are
/// left out, so that every line adds an event.
final class PlayFile: SimulationSink {
  private let file: FileHandle
  private var buffer = Data()
  private(set) var lineCount = 0

  private init(_ file: FileHandle) { self.file = file }

  /// Plays `count` events into a file; from one million on the whole country plays.
  ///
  /// - Returns: the number of lines.
  static func write(count: Int, to path: String) throws -> Int {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw BenchError(description: "\(path) cannot be written") }
    let sink = PlayFile(handle)
    let size: DemoOptions.Size = count < 1_000_000 ? .province : .nation
    _ = try Simulation(options: DemoOptions(size: size, eventCount: count)).play(into: sink)
    try sink.flush()
    try handle.close()
    return sink.lineCount
  }

  func append(_ events: [SimulatedEvent]) throws {
    for event in events where !event.isRepeated {
      buffer.append(contentsOf: (EventJSON.write(event.event) + "\n").utf8)
      lineCount += 1
    }
    if buffer.count > 1 << 20 { try flush() }
  }

  /// A file has no root; what the play signs with it is not looked at here.
  func root() -> String { String(repeating: "0", count: 64) }

  private func flush() throws {
    try file.write(contentsOf: buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Why a measurement cannot be made.
struct BenchError: Error, CustomStringConvertible {
  let description: String
}
