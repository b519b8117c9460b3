import Dispatch
import Synchronization

/// Work on several things at once, each on a thread of its own.
package enum SideBySide {
  /// Calls `work` with every element, at the same time where there is more than one, and returns
  /// when all are done. Throws the error of the first element that met one.
  ///
  /// No element may share anything with another that cannot be used from several threads: each is
  /// lent to one thread for as long as this runs.
  package static func run<Element>(
    _ elements: inout [Element], _ work: @escaping (inout Element) throws -> Void
  ) throws {
    guard elements.count > 1 else {
      for index in elements.indices { try work(&elements[index]) }
      return
    }
    let lent = elements.map { Lent($0) }
    let task = Lent(work)
    DispatchQueue.concurrentPerform(iterations: lent.count) { index in
      do {
        try task.content(&lent[index].content)
      } catch {
        lent[index].error = error
      }
    }
    for (index, element) in lent.enumerated() {
      if let error = element.error { throw error }
      elements[index] = element.content
    }
  }

  /// SAFETY of `@unchecked Sendable`: one thread alone touches what is lent to it, and the lender
  /// waits until that thread is done; the work itself is only called.
  private final class Lent<Content>: @unchecked Sendable {
    var content: Content
    var error: (any Error)?

    init(_ content: Content) { self.content = content }
  }
}
