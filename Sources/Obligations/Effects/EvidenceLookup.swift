import LedgerModel

/// Ways into the index of evidence that judging single rows needs, kept up as it grows.
final class EvidenceLookup {
  let index: EvidenceIndex
  /// Numbers of records by pattern, and by what they are about.
  private(set) var recordsOfPattern: [[Int]]
  private var recordsOfSubject: [Int32: [Int]] = [:]
  /// Numbers of marks by what they are about.
  private var marksOfSubject: [Int32: [Int]] = [:]
  private var recordCount = 0
  private var markCount = 0

  init(_ index: EvidenceIndex) {
    self.index = index
    recordsOfPattern = Array(repeating: [], count: index.patterns.count)
  }

  /// Takes in what the index has come to hold.
  func catchUp() {
    for number in recordCount..<index.records.count {
      let record = index.records[number]
      let matches = Int(record.matches.lowerBound)..<Int(record.matches.upperBound)
      for match in index.matches[matches]
      where recordsOfPattern[Int(match.pattern)].last != number {
        recordsOfPattern[Int(match.pattern)].append(number)
      }
      if record.subject >= 0 { recordsOfSubject[record.subject, default: []].append(number) }
    }
    for number in markCount..<index.marks.count {
      marksOfSubject[index.marks[number].subject, default: []].append(number)
    }
    (recordCount, markCount) = (index.records.count, index.marks.count)
  }

  func records(about subject: Int32) -> [Int] { recordsOfSubject[subject] ?? [] }

  func marks(about subject: Int32) -> [EvidenceMark] {
    (marksOfSubject[subject] ?? []).map { index.marks[$0] }
  }

  /// Positions behind `after` up to `end` at which evidence comes, goes or is marked, and when the
  /// event there was recorded.
  func moments(after start: Position, through end: Position) -> [Position: Instant] {
    var moments: [Position: Instant] = [:]
    func note(_ position: Position, _ recorded: Instant) {
      if position > start, position <= end { moments[position] = recorded }
    }
    for record in index.records { note(record.from, record.maker.recorded) }
    for mark in index.marks { note(mark.from, mark.maker.recorded) }
    for ending in index.endings { note(ending.at, ending.recorded) }
    return moments
  }

  /// Records and marks that begin or end at a position: what the event there brought and took.
  func touched(at position: Position) -> (records: [Int], marks: [EvidenceMark]) {
    var records = Array(index.records.numbers(at: position, \.from))
    var marks = index.marks.numbers(at: position, \.from).map { index.marks[$0] }
    for ending in index.endings.numbers(at: position, \.at).map({ index.endings[$0] }) {
      records += ending.records
      marks += ending.marks.map { index.marks[$0] }
    }
    return (records, marks)
  }
}
