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

/// The events of every step by key of the universe, and when each key reached each step.
struct FunnelChains {
  /// Per step and key: the events, with order; only the earliest without.
  private var events: [[[Moment]]]
  private let isOrdered: Bool
  private(set) var eventCount = 0

  init(stepCount: Int, keyCount: Int, isOrdered: Bool) {
    self.isOrdered = isOrdered
    events = Array(
      repeating: Array(repeating: [], count: keyCount), count: stepCount)
  }

  mutating func add(_ moment: Moment, step: Int, key: Int) {
    if isOrdered || events[step][key].isEmpty {
      events[step][key].append(moment)
      eventCount += 1
    } else if moment < events[step][key][0] {
      events[step][key][0] = moment
    }
  }

  /// For every step the instant in which the key reached it. Without order each step stands for
  /// itself; with order it is the longest chain from the first step, and of the longest the
  /// earliest.
  ///
  /// `deadline` yields the last instant of a chain that starts at a moment; none for no bound.
  mutating func reached(
    _ key: Int, deadline: (Instant) throws -> Instant?
  ) rethrows -> [Instant?] {
    guard isOrdered else { return events.map { $0[key].first?.at } }
    for step in events.indices { events[step][key].sort() }
    var best: [Moment] = []
    var next = [Int](repeating: 0, count: events.count)
    for start in events.first?[key] ?? [] {
      let end = try deadline(start.at)
      let chain = chain(from: start, key, until: end, &next)
      if chain.count > best.count { best = chain }
      // Without a bound a later start reaches nothing that the first did not.
      if best.count == events.count || end == nil { break }
    }
    return events.indices.map { $0 < best.count ? best[$0].at : nil }
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
      let moments = events[step][key]
      while next[step] < moments.count, moments[next[step]] <= last { next[step] += 1 }
      guard next[step] < moments.count else { break }
      last = moments[next[step]]
      if let deadline, last.at > deadline { break }
      chain.append(last)
    }
    return chain
  }
}
