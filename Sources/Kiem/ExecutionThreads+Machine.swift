import Foundation
package import QueryEngine

extension ExecutionThreads {
  /// Two where the machine has them: a ledger in use leaves the others to who writes it.
  package static let ofMachine = ExecutionThreads(
    countMax: min(2, max(1, ProcessInfo.processInfo.activeProcessorCount)))
}

extension Ledger {
  /// What a question may hold and use.
  var limits: ExecutionLimits {
    var limits = ExecutionLimits.standard
    limits.threads = threads
    return limits
  }
}
