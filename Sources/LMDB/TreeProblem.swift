/// A page of the data file that cannot be what the library wrote.
package struct TreeProblem: Hashable, Sendable {
  /// Number of the page, from 0; its bytes begin at `page × page size`.
  package let page: UInt64
  /// One clause without a final stop.
  package let message: String
}
