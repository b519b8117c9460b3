import Dispatch
import Synchronization

/// A result that one thread waits for and another gives, once.
final class Answer<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, LedgerError>?>(nil)
  private let isGiven = DispatchSemaphore(value: 0)

  func give(_ result: Result<Value, LedgerError>) {
    self.result.withLock { $0 = result }
    isGiven.signal()
  }

  /// Blocks until the answer is given. May be called once.
  func wait() throws(LedgerError) -> Value {
    isGiven.wait()
    guard let result = result.withLock({ $0 }) else {
      throw .system(reason: "the log's writer gave no answer")
    }
    return try result.get()
  }
}
