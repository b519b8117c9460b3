import LedgerModel

/// Moments known beforehand and whom each is about, handed out window by window.
///
/// An entry takes eight bytes: milliseconds since the first instant of the play and the number of
/// a subject. So a country of ten million people keeps its timetables in memory, however many
/// events the play has.
struct Timetable {
  struct Entry {
    let instant: Instant
    let subject: Int
  }

  /// Gathers the entries of a timetable in any order.
  struct Draft {
    fileprivate let origin: Instant
    fileprivate var entries: [UInt64] = []

    /// Notes a moment, which must not lie before the play.
    mutating func add(_ instant: Instant, _ subject: Int) {
      let elapsed = (instant.microseconds - origin.microseconds) / 1_000
      precondition(elapsed >= 0, "a timetable holds moments of the play only")
      precondition(subject >> Timetable.subjectBits == 0, "subjects are small numbers")
      entries.append(UInt64(elapsed) << Timetable.subjectBits | UInt64(subject))
    }
  }

  private static let subjectBits: UInt64 = 30
  private let origin: Instant
  private let entries: [UInt64]
  private var place = 0

  /// A timetable of what `fill` adds; entries of one moment are ordered by subject.
  init(from origin: Instant, _ fill: (inout Draft) -> Void) {
    var draft = Draft(origin: origin)
    fill(&draft)
    draft.entries.sort()
    self.origin = origin
    entries = draft.entries
  }

  /// Everything due before `end` that was not handed out yet, in order of time.
  mutating func due(before end: Instant) -> some Sequence<Entry> {
    let first = place
    let limit = end.microseconds - origin.microseconds
    while place < entries.count, Timetable.elapsed(entries[place]) < limit { place += 1 }
    return entries[first..<place].lazy.map { [origin] entry in
      Entry(
        instant: Instant(microseconds: origin.microseconds + Timetable.elapsed(entry)),
        subject: Int(entry & (1 << Timetable.subjectBits - 1)))
    }
  }

  private static func elapsed(_ entry: UInt64) -> Int64 {
    Int64(entry >> subjectBits) * 1_000
  }
}
