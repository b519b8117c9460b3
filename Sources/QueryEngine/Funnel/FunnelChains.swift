import LedgerModel
import QueryPlan

/// When something happened to a key, as chains compare it.
struct Moment: Comparable {
  let at: Instant
  let position: UInt64

  static func < (left: Moment, right: Moment) -> Bool {
    (left.at, left.position) < (right.at, right.position)
  }
}

extension Moment {
  /// Stands for a step that was not reached: later than every event, for no log is that long.
  static let never = Moment(at: Instant(microseconds: .max), position: .max)

  var isNever: Bool { position == .max }
}

/// When each key of a universe reached each step, found while the steps' rows come in, one step
/// after the other: one moment per key and step, in arrays indexed by key.
///
/// Without order every step stands for itself. In order, without a bound on the whole chain, taking
/// the earliest event behind that of the step before never shortens a chain.
struct EarliestMoments {
  private let isOrdered: Bool
  private(set) var steps: [[Moment]] = []
  private let keyCount: Int

  init(keyCount: Int, isOrdered: Bool) {
    self.keyCount = keyCount
    self.isOrdered = isOrdered
  }

  /// Begins the next step.
  mutating func beginStep() { steps.append(Array(repeating: .never, count: keyCount)) }

  /// Takes in events of the step that was begun last. O(events).
  mutating func add(_ events: FunnelEvents) {
    // Taken out, so that it is not copied.
    guard var step = steps.popLast() else { return }
    if isOrdered, let before = steps.last {
      EarliestMoments.add(events, to: &step, behind: before.span)
    } else {
      EarliestMoments.add(events, to: &step)
    }
    steps.append(step)
  }

  private static func add(_ events: FunnelEvents, to step: inout [Moment]) {
    var step = step.mutableSpan
    let (keys, moments) = (events.keys.span, events.moments.span)
    for place in keys.indices {
      let key = Int(keys[place])
      if moments[place] < step[key] { step[key] = moments[place] }
    }
  }

  private static func add(
    _ events: FunnelEvents, to step: inout [Moment], behind before: Span<Moment>
  ) {
    var step = step.mutableSpan
    let (keys, moments) = (events.keys.span, events.moments.span)
    for place in keys.indices {
      let key = Int(keys[place])
      if before[key] < moments[place], moments[place] < step[key] { step[key] = moments[place] }
    }
  }
}

/// Events of a step: the key of the universe and the moment of each.
struct FunnelEvents {
  var keys: [Int32] = []
  var moments: [Moment] = []

  var count: Int { keys.count }

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    moments.removeAll(keepingCapacity: true)
  }

  mutating func append(_ moment: Moment, key: Int32) {
    keys.append(key)
    moments.append(moment)
  }
}

/// The events of every step by key, for chains that must end within some time of their start.
struct BoundedChains {
  private struct Event: Comparable {
    let key: Int32
    let moment: Moment

    static func < (left: Event, right: Event) -> Bool {
      left.key == right.key ? left.moment < right.moment : left.key < right.key
    }
  }

  private var events: [[Event]] = []
  /// Per step where the events of each key begin, once sealed.
  private var starts: [[Int32]] = []
  private let keyCount: Int
  private(set) var eventCount = 0

  init(keyCount: Int) { self.keyCount = keyCount }

  mutating func beginStep() { events.append([]) }

  /// Takes in events of the step that was begun last.
  mutating func add(_ added: FunnelEvents) {
    for (key, moment) in zip(added.keys, added.moments) {
      events[events.count - 1].append(Event(key: key, moment: moment))
    }
    eventCount += added.count
  }

  /// To be called once when all events are in. Calls `check` at least every few milliseconds.
  mutating func seal(check: () throws -> Void) rethrows {
    for step in events.indices {
      var comparisons = 0
      try events[step].sort { left, right in
        comparisons += 1
        if comparisons % Pace.stepCount == 0 { try check() }
        return left < right
      }
      var starts = [Int32](repeating: 0, count: keyCount + 1)
      for event in events[step] { starts[Int(event.key) + 1] += 1 }
      for key in 0..<keyCount { starts[key + 1] += starts[key] }
      self.starts.append(starts)
    }
  }

  /// For every step the moment in which the key reached it, `never` where it did not: the longest
  /// chain from the first step, and of the longest the earliest. `deadline` yields the last instant of a chain that starts at
  /// a moment; none for no bound.
  func reached(_ key: Int, deadline: (Instant) throws -> Instant?) rethrows -> [Moment] {
    var best: [Moment] = []
    var next = starts.map { Int($0[key]) }
    for start in moments(0, key) {
      let end = try deadline(start.at)
      let chain = chain(from: start, key, until: end, &next)
      if chain.count > best.count { best = chain }
      // Without a bound a later start reaches nothing that the first did not.
      if best.count == events.count || end == nil { break }
    }
    return events.indices.map { $0 < best.count ? best[$0] : .never }
  }

  private func moments(_ step: Int, _ key: Int) -> some Sequence<Moment> {
    let range = starts.isEmpty ? 0..<0 : Int(starts[step][key])..<Int(starts[step][key + 1])
    return events.isEmpty ? [].lazy.map(\.moment) : Array(events[step][range]).lazy.map(\.moment)
  }

  /// Taking the earliest event of every step never shortens a chain. A later start never goes
  /// back behind the events of an earlier one, so `next` only moves forward and all starts of a
  /// key together look at each event once.
  private func chain(
    from start: Moment, _ key: Int, until deadline: Instant?, _ next: inout [Int]
  ) -> [Moment] {
    var chain = [start]
    var last = start
    for step in events.indices.dropFirst() {
      let end = Int(starts[step][key + 1])
      while next[step] < end, events[step][next[step]].moment <= last { next[step] += 1 }
      guard next[step] < end else { break }
      last = events[step][next[step]].moment
      if let deadline, last.at > deadline { break }
      chain.append(last)
    }
    return chain
  }
}
