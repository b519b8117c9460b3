import Catalog
import LedgerModel
import Projections

/// Every event that can fulfil an obligation, kept up with the log in a form from which any
/// reading is judged without decoding an event again.
///
/// Which patterns an event fits does not depend on the reading, so that is settled when the event
/// comes by. Records have lifetimes like rows: an amendment ends one and begins another.
final class EvidenceIndex: LogFollower {
  let patterns: [EvidencePattern]
  let events: [String]
  private(set) var position = Position.empty
  private(set) var records: [EvidenceRecord] = []
  private(set) var marks: [EvidenceMark] = []
  private(set) var persons: [Int32] = []
  private(set) var matches: [EvidenceMatch] = []
  /// What amendments ended, in the order of their positions.
  private(set) var endings: [EvidenceEnding] = []
  /// Units, persons, campaigns, duties, actors.
  var names = Interner()
  /// What marks speak of, nearly every one another: pieces of evidence, and keys of obligations.
  var subjects = Interner()

  /// Stored parts that are never written again, and how much of the index they hold.
  var closedPartCount = 0
  var closedCounts = EvidenceCounts()

  private let patternsOfType: [String: [Int]]
  /// Records and marks in force, by the position of their event, for those that were amended.
  private var latest: [Position: (records: [Int], marks: [Int])] = [:]

  init(_ patterns: [EvidencePattern]) {
    self.patterns = patterns
    patternsOfType = Dictionary(
      grouping: patterns.indices, by: { patterns[$0].eventType })
    events = Array(Set(patternsOfType.keys).union(EvidenceSubject.markTypes)).sorted()
  }

  func advance(
    with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource
  ) {
    add(event, from: event.position, maker(event, isCorrected: false))
    position = event.position
  }

  func reach(_ position: Position) { self.position = max(self.position, position) }

  func amend(
    _ targets: [RecordedEvent], by amendment: RecordedEvent, _ amendments: Amendments,
    _ log: any EventSource
  ) {
    for target in targets {
      let (standing, isVoided, isCorrected) = amendments.standing(target, at: amendment.position)
      end(target.position, by: amendment)
      if isVoided {
        latest[target.position] = ([], [])
      } else {
        let (record, mark) = (records.count, marks.count)
        add(
          standing, from: amendment.position, maker(amendment, isCorrected: isCorrected))
        latest[target.position] = (
          Array(record..<records.count), Array(mark..<marks.count)
        )
      }
    }
  }

  private func end(_ origin: Position, by amendment: RecordedEvent) {
    let position = amendment.position
    var ended = EvidenceEnding(at: position, recorded: amendment.recorded)
    if let known = latest[origin] {
      (ended.records, ended.marks) = known
    } else {
      ended.records = records.first(at: origin, \.from).map { [$0] } ?? []
      ended.marks = marks.first(at: origin, \.from).map { [$0] } ?? []
    }
    for number in ended.records { records[number].until = position }
    for number in ended.marks { marks[number].until = position }
    endings.append(ended)
  }

  /// Adds what was stored behind the rest.
  func take(_ part: EvidencePart) {
    records += part.records
    marks += part.marks
    persons += part.persons
    matches += part.matches
    names.append(part.names)
    subjects.append(part.subjects)
    endings += part.endings
    for ending in part.endings {
      for number in ending.records { records[number].until = ending.at }
      for number in ending.marks { marks[number].until = ending.at }
    }
  }

  /// Finds again which records and marks of amended events are in force.
  func settleAmended() {
    for ending in endings {
      for number in ending.records { latest[records[number].origin] = ([], []) }
      for number in ending.marks { latest[marks[number].origin] = ([], []) }
    }
    for (number, record) in records.enumerated()
    where record.from != record.origin && record.until == .never {
      latest[record.origin, default: ([], [])].records.append(number)
    }
    for (number, mark) in marks.enumerated() where mark.from != mark.origin && mark.until == .never
    {
      latest[mark.origin, default: ([], [])].marks.append(number)
    }
  }

  private func maker(_ event: RecordedEvent, isCorrected: Bool) -> EvidenceMaker {
    EvidenceMaker(
      recorded: event.recorded, actor: names.code(event.event.actorName),
      isCorrected: isCorrected)
  }

  private func add(
    _ event: RecordedEvent, from position: Position, _ maker: EvidenceMaker
  ) {
    if let patterns = patternsOfType[event.typeName] { addRecord(event, patterns, position, maker) }
    guard let (kind, subject) = EvidenceSubject.mark(event) else { return }
    marks.append(
      EvidenceMark(
        kind: kind, origin: event.position, from: position, subject: subjects.code(subject),
        version: event.event.version,
        at: (kind == .received ? event.event.instant("received") : nil) ?? event.event.time,
        maker: maker))
  }

  private func addRecord(
    _ event: RecordedEvent, _ candidates: [Int], _ position: Position, _ maker: EvidenceMaker
  ) {
    let isNamed = event.event.obligation != nil
    let firstMatch = Int32(matches.count)
    for number in candidates {
      let pattern = patterns[number]
      let isFitting = pattern.test(event)
      guard isFitting || isNamed else { continue }
      matches.append(
        EvidenceMatch(
          pattern: Int32(number), holderUnit: names.code(pattern.holderUnit?(event).text),
          holderPerson: names.code(pattern.holderPerson?(event).text),
          targetUnit: names.code(pattern.targetUnit?(event).text), isFitting: isFitting))
    }
    guard Int32(matches.count) > firstMatch else { return }
    let firstPerson = Int32(persons.count)
    persons += event.event.bearers.map { names.code($0) }
    records.append(
      EvidenceRecord(
        origin: event.position, from: position, time: event.event.time,
        recorded: event.recorded, campaign: names.code(event.event.campaign),
        unit: names.code(event.event.unit), persons: firstPerson..<Int32(persons.count),
        obligation: subjects.code(event.event.obligation),
        duty: names.code(event.event.text("duty")),
        subject: subjects.code(EvidenceSubject.subject(of: event)),
        version: event.typeName == "report.submitted" ? max(1, event.event.version) : 0,
        attachments: Int32(clamping: event.event["evidence"]?.list?.count ?? 0), maker: maker,
        matches: firstMatch..<Int32(matches.count)))
  }
}

extension Event {
  fileprivate var version: Int32 { Int32(clamping: integer("version") ?? 0) }

  /// The persons whom the event serves: its person, or a list of those who took part, each once.
  fileprivate var bearers: [String] {
    if let person = text("person") { return [person] }
    let listed = texts("attendees")
    return listed.count == Set(listed).count ? listed : Array(Set(listed)).sorted()
  }
}

extension Array {
  /// The number of the first element with that position; elements are in order of it. O(log n).
  func first(at position: Position, _ key: KeyPath<Element, Position>) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle][keyPath: key] < position { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low][keyPath: key] == position ? low : nil
  }

  /// All elements with that position; elements are in order of it. O(log n) and their number.
  func numbers(at position: Position, _ key: KeyPath<Element, Position>) -> Range<Int> {
    guard let first = first(at: position, key) else { return 0..<0 }
    var end = first
    while end < count, self[end][keyPath: key] == position { end += 1 }
    return first..<end
  }
}

extension EvidenceIndex {
  /// The number of the pattern with that text.
  func number(of text: String) -> Int? { patterns.firstIndex { $0.text == text } }
}
