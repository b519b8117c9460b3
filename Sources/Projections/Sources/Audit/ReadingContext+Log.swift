import LedgerModel

extension ReadingContext {
  /// The log that the rows are folded from, for sources that read events themselves.
  var log: any EventSource { store.log }

  /// The voids and corrections known at K, read once.
  func amendments() throws -> Amendments {
    try shared("amendments") { try store.amendments(through: position) }
  }
}
