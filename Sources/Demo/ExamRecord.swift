/// What the play knows of the exam: persons and attempts are counted apart.
package struct ExamRecord: Sendable {
  /// Attempts handed in, voided ones too.
  package private(set) var attempts = 0
  /// Persons who handed in at least one, voided ones too.
  package private(set) var persons = 0
  /// Attempts voided by the portal; each was the only one of its person.
  package private(set) var voided = 0
  /// Attempts marked again, and those whose points changed.
  package private(set) var regraded = 0
  package private(set) var moved = 0

  /// The best papers so far, best first.
  private var best: [(points: Int, person: Int)] = []
  private var comers: [Int: Int] = [:]

  /// Attempts that count by the portal's word.
  package var standingAttempts: Int { attempts - voided }
  package var standingPersons: Int { persons - voided }

  mutating func submit(person: Int, home: Int, isFirst: Bool, points: Int) {
    attempts += 1
    if isFirst {
      persons += 1
      comers[home, default: 0] += 1
    }
    guard best.count < 40 || points > best[best.count - 1].points,
      !best.contains(where: { $0.person == person })
    else { return }
    let place = best.firstIndex { $0.points < points } ?? best.count
    best.insert((points, person), at: place)
    if best.count > 40 { best.removeLast() }
  }

  mutating func void() { voided += 1 }

  mutating func regrade(moved isMoved: Bool) {
    regraded += 1
    if isMoved { moved += 1 }
  }

  /// The person on that rank; the first of all when fewer have come.
  func bestPerson(_ rank: Int) -> Int { rank < best.count ? best[rank].person : rank }

  /// The unit from which the `rank`-th most people came.
  func busiestUnit(_ rank: Int) -> Int {
    let order = comers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return rank < order.count ? order[rank].key : rank
  }
}
