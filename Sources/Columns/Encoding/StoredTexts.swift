import Synchronization

extension ValueDictionary {
  /// The texts of a dictionary as a store holds them, in runs of consecutive codes.
  package struct StoredTexts: Sendable {
    /// Adds one text, which must be valid UTF-8.
    package typealias Add = (TextColumn.Kind, Span<UInt8>) -> Void

    /// First code and number of texts of every run, ascending and without gaps from code 1 on.
    package let runs: @Sendable () throws -> [(first: Int, count: Int)]
    /// Calls back with the texts of the run of that first code, in the order of their codes.
    package let read: @Sendable (_ first: Int, _ add: Add) throws -> Void

    package init(
      runs: @escaping @Sendable () throws -> [(first: Int, count: Int)],
      read: @escaping @Sendable (_ first: Int, _ add: Add) throws -> Void
    ) {
      self.runs = runs
      self.read = read
    }
  }

  /// Keeps what went wrong where a text is asked for that has to be read: looking up what a code
  /// stands for cannot fail, for it happens in the middle of comparing and printing.
  final class Failures: Sendable {
    private let first = Mutex<(any Error)?>(nil)
    private let isMarked = Atomic(false)

    func note(_ error: any Error) {
      first.withLock { if $0 == nil { $0 = error } }
      isMarked.store(true, ordering: .releasing)
    }

    func check() throws {
      guard isMarked.load(ordering: .acquiring) else { return }
      if let error = first.withLock({ $0 }) { throw error }
    }
  }
}

extension TextArena {
  /// The texts that `read` brings; none, and the error noted, where it throws or brings another number.
  init(
    count: Int, _ failures: ValueDictionary.Failures,
    _ read: (ValueDictionary.StoredTexts.Add) throws -> Void
  ) {
    self.init()
    do {
      var texts = TextArena()
      try read { texts.append($0, $1) }
      guard texts.count == count else { throw ColumnDamage("a dictionary with other texts") }
      self = texts
    } catch {
      failures.note(error)
    }
  }
}
