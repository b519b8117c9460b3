package import Columns

/// A derived source whose rows are read past and never kept, because there are too many.
package protocol StreamedSource: DerivedSource {
  /// Calls `body` with blocks of the columns named, in the order of the log; every row stands.
  func scan(
    in context: ReadingContext, columns: [String], _ body: (Block) throws -> Void
  ) throws
}
