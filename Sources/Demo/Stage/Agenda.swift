import LedgerModel

/// A draft that waits for the moment it is recorded.
struct ScheduledDraft {
  enum Content {
    case event(Event)
    /// An event that states where the log stands, made when its turn comes.
    case late((Stage) throws -> Event)
  }

  /// Writes into the play's own record, given the position that the event got.
  typealias Note = (inout SimulationRecord, UInt64) -> Void

  let recorded: Instant
  /// Sent a second time: the log knows it and writes nothing.
  let isRepeated: Bool
  let content: Content
  let noting: Note?
}

/// What is still to be recorded, in windows of equal length.
struct Agenda {
  private let opens: Instant
  private let length: Int64
  private var windows: [[ScheduledDraft]]

  /// Windows of a day, or of an even part of one, over so many days.
  init(opens: Instant, days: Int, windowsPerDay: Int) {
    self.opens = opens
    length = TimeSpan.day.microseconds / Int64(windowsPerDay)
    windows = Array(repeating: [], count: days * windowsPerDay)
  }

  var windowCount: Int { windows.count }

  /// The first instant behind a window.
  func end(of window: Int) -> Instant {
    Instant(microseconds: opens.microseconds + Int64(window + 1) * length)
  }

  /// Puts a draft into the window it is recorded in.
  mutating func add(_ draft: ScheduledDraft) {
    let window = (draft.recorded.microseconds - opens.microseconds) / length
    windows[Int(window)].append(draft)
  }

  /// Hands out the drafts of a window in the order of recording; those of one instant in the
  /// order in which they were added.
  mutating func take(_ window: Int) -> [ScheduledDraft] {
    let drafts = windows[window]
    windows[window] = []
    let start = end(of: window).microseconds - length
    let order = drafts.indices.map { index in
      UInt64(drafts[index].recorded.microseconds - start) << 24 | UInt64(index)
    }.sorted()
    return order.map { drafts[Int($0 & (1 << 24 - 1))] }
  }
}
