import LedgerModel
import Synchronization

/// Texts of consecutive codes that get no further ones. Those of a store are read when one of them is
/// first asked for, so that a question pays for no text that it does not show.
final class TextRun: Sendable {
  let count: Int
  private let texts = AtomicLazyReference<RunTexts>()
  private let read: @Sendable () -> TextArena

  /// Texts in memory.
  init(_ arena: TextArena) {
    count = arena.count
    read = { TextArena() }
    _ = texts.storeIfNil(RunTexts(arena))
  }

  /// Texts of a store, which `read` brings; it may be called by more than one thread.
  init(count: Int, read: @escaping @Sendable () -> TextArena) {
    self.count = count
    self.read = read
  }

  private var loaded: RunTexts { texts.load() ?? texts.storeIfNil(RunTexts(read())) }

  /// The texts; fewer than `count` where the store could not be read.
  var arena: TextArena { loaded.arena }

  /// The text at a place; none where the store could not be read.
  func value(at place: Int) -> Value { loaded.value(at: place) }

  /// Lends the bytes of the text at a place; none where the store could not be read.
  func withText<Result>(
    at place: Int, _ body: (TextColumn.Kind, Span<UInt8>) -> Result
  ) -> Result? {
    let texts = loaded
    return place < texts.arena.count ? texts.arena.withText(at: place, body) : nil
  }

  /// False for texts that nobody has read yet, and for those that the store did not yield.
  var isWhole: Bool { texts.load()?.arena.count == count }
}

/// The bytes of texts, and values of those that were asked for: what is shown once is shown again, and
/// next to it lies what is shown with it.
private final class RunTexts: Sendable {
  private final class Page: Sendable {
    final class Values: Sendable {
      let values: [Value]

      init(_ values: [Value]) { self.values = values }
    }

    let made = AtomicLazyReference<Values>()
  }

  private static let pageBits = 8

  let arena: TextArena
  private let pages: [Page]

  init(_ arena: TextArena) {
    self.arena = arena
    let size = 1 << RunTexts.pageBits
    pages = (0..<(arena.count + size - 1) / size).map { _ in Page() }
  }

  func value(at place: Int) -> Value {
    guard place < arena.count else { return .none }
    let (page, offset) = (place >> RunTexts.pageBits, place & (1 << RunTexts.pageBits - 1))
    if let known = pages[page].made.load() { return known.values[offset] }
    let start = page << RunTexts.pageBits
    let end = min(start + 1 << RunTexts.pageBits, arena.count)
    let made = Page.Values((start..<end).map { arena.value(at: $0) })
    return pages[page].made.storeIfNil(made).values[offset]
  }
}

/// The texts of a dictionary up to some code, for readers: it does not grow with the dictionary, and
/// any thread may read it without a lock. Code 0 is none.
final class DictionaryTexts: Sendable {
  private let runs: [TextRun]
  /// The first code of every run.
  private let starts: [Int]
  let count: Int

  init(_ runs: [TextRun]) {
    self.runs = runs
    var (starts, next) = ([Int](), 1)
    starts.reserveCapacity(runs.count)
    for run in runs {
      starts.append(next)
      next += run.count
    }
    self.starts = starts
    count = next
  }

  /// The text of a code below `count`, none for 0. O(length + log runs).
  func value(_ code: Int) -> Value {
    if code == 0 { return .none }
    let run = starts.firstPlace { $0 > code } &- 1
    return runs[run].value(at: code &- starts[run])
  }

  /// Lends the bytes of every text with its code, in the order of codes. O(bytes).
  func each(_ body: (Int, TextColumn.Kind, Span<UInt8>) -> Void) {
    for (run, start) in zip(runs, starts) {
      let arena = run.arena
      for place in 0..<arena.count {
        arena.withText(at: place) { kind, text in body(start + place, kind, text) }
      }
    }
  }
}
