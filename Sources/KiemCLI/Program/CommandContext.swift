import Foundation
package import KiemREPL
package import LedgerModel

/// What a command may use of the world around it.
package struct CommandContext: Sendable {
  package let console: Console
  package let environment: [String: String]
  /// The clock on the wall.
  package let now: @Sendable () -> Instant

  package init(
    console: Console, environment: [String: String], now: @escaping @Sendable () -> Instant
  ) {
    self.console = console
    self.environment = environment
    self.now = now
  }

  /// The process's own channels, variables and clock.
  static func standard() -> CommandContext {
    let environment = ProcessInfo.processInfo.environment
    return CommandContext(
      console: .standard(environment: environment), environment: environment,
      now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) })
  }
}
