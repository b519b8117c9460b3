import Columns
import LedgerModel
import Projections

/// How much of an index there is, or is stored.
struct EvidenceCounts: Hashable {
  var records = 0
  var marks = 0
  var persons = 0
  var matches = 0
  var endings = 0
  var names = 0
  var subjects = 0
}

extension EvidenceIndex {
  /// Names the form of what is stored; another form is made anew from the log. A new number is due
  /// whenever records come to mean something else, or patterns are read another way.
  static let storedName = "evidence 1"

  /// Records and marks behind which a part is closed and never written again.
  private static let partCountMin = 8_192

  var counts: EvidenceCounts {
    EvidenceCounts(
      records: records.count, marks: marks.count, persons: persons.count, matches: matches.count,
      endings: endings.count, names: names.count, subjects: subjects.count)
  }

  private func part(after start: EvidenceCounts) -> EvidencePart {
    EvidencePart(
      records: Array(records[start.records...]), marks: Array(marks[start.marks...]),
      persons: Array(persons[start.persons...]), matches: Array(matches[start.matches...]),
      endings: Array(endings[start.endings...]), names: names.texts(from: start.names),
      subjects: subjects.texts(from: start.subjects))
  }

  /// All of it as bytes: equal for indexes of the same patterns that know the same.
  var content: [UInt8] { part(after: EvidenceCounts()).bytes }

  /// What the open part has become, as bytes.
  var openPart: [UInt8] { part(after: closedCounts).bytes }

  /// Closes the open part when it has grown large enough; it must have been stored as it is.
  func closePart() {
    let size = records.count + marks.count - closedCounts.records - closedCounts.marks
    guard size >= EvidenceIndex.partCountMin else { return }
    closedPartCount += 1
    closedCounts = counts
  }

  /// Takes in stored parts.
  func take(_ parts: [[UInt8]], through position: Position) throws {
    for (number, bytes) in parts.enumerated() {
      (closedPartCount, closedCounts) = (number, counts)
      take(try EvidencePart(bytes, after: counts))
    }
    closePart()
    settleAmended()
    reach(position)
  }
}
