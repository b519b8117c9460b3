import Columns
import LedgerModel

/// A run of an index as columns of whole numbers, and its way to bytes and back.
///
/// A record's persons and matches, and an ending's records and marks, are ranges of lists that run
/// along: only their lengths are stored. Where a record ends is not stored but follows from the
/// endings.
struct EvidencePart {
  var records: [EvidenceRecord] = []
  var marks: [EvidenceMark] = []
  var persons: [Int32] = []
  var matches: [EvidenceMatch] = []
  var endings: [EvidenceEnding] = []
  var names = TextColumn(kind: .string, bytes: [], ends: [])
  var subjects = TextColumn(kind: .string, bytes: [], ends: [])

  // MARK: Writing

  var bytes: [UInt8] {
    var writer = ByteWriter(capacity: 4_096)
    write(records, EvidencePart.recordFields, &writer)
    write(marks, EvidencePart.markFields, &writer)
    write(persons, [{ Int64($0) }], &writer)
    write(matches, EvidencePart.matchFields, &writer)
    write(endings, EvidencePart.endingFields, &writer)
    write(endings.flatMap(\.records), [{ Int64($0) }], &writer)
    write(endings.flatMap(\.marks), [{ Int64($0) }], &writer)
    for texts in [names, subjects] {
      writer.number(UInt64(texts.ends.count), width: 4)
      writer.sized(ColumnCoding.bytes(.texts(texts)))
    }
    return writer.bytes
  }

  private func write<Entry>(
    _ entries: [Entry], _ fields: [(Entry) -> Int64], _ writer: inout ByteWriter
  ) {
    writer.number(UInt64(entries.count), width: 4)
    for field in fields {
      let column = NumberColumn(kind: .integer, numbers: entries.map(field))
      writer.sized(ColumnCoding.bytes(.numbers(column)))
    }
  }

  private static var recordFields: [(EvidenceRecord) -> Int64] {
    [
      { $0.origin.stored }, { $0.from.stored }, { $0.time.microseconds },
      { $0.recorded.microseconds }, { Int64($0.campaign) }, { Int64($0.unit) },
      { Int64($0.persons.count) }, { Int64($0.obligation) }, { Int64($0.duty) },
      { Int64($0.subject) }, { Int64($0.version) }, { Int64($0.attachments) },
      { $0.maker.recorded.microseconds }, { Int64($0.maker.actor) },
      { $0.maker.isCorrected ? 1 : 0 }, { Int64($0.matches.count) },
    ]
  }

  private static var markFields: [(EvidenceMark) -> Int64] {
    [
      { Int64($0.kind.rawValue) }, { $0.origin.stored }, { $0.from.stored }, { Int64($0.subject) },
      { Int64($0.version) }, { $0.at.microseconds }, { $0.maker.recorded.microseconds },
      { Int64($0.maker.actor) }, { $0.maker.isCorrected ? 1 : 0 },
    ]
  }

  private static var matchFields: [(EvidenceMatch) -> Int64] {
    [
      { Int64($0.pattern) }, { Int64($0.holderUnit) }, { Int64($0.holderPerson) },
      { Int64($0.targetUnit) }, { $0.isFitting ? 1 : 0 },
    ]
  }

  private static var endingFields: [(EvidenceEnding) -> Int64] {
    [
      { $0.at.stored }, { $0.recorded.microseconds }, { Int64($0.records.count) },
      { Int64($0.marks.count) },
    ]
  }
}

// MARK: - Reading

extension EvidencePart {
  /// Reads what `bytes` gave. `before` holds what stands in front of the part in the index.
  init(_ stored: [UInt8], after before: EvidenceCounts) throws {
    var reader = ByteReader(stored.span)
    let columns = try EvidencePart.columns(EvidencePart.recordFields.count, &reader)
    var (firstPerson, firstMatch) = (Int32(before.persons), Int32(before.matches))
    for row in columns[0].indices {
      records.append(EvidenceRecord(columns, row, &firstPerson, &firstMatch))
    }
    let ofMarks = try EvidencePart.columns(EvidencePart.markFields.count, &reader)
    for row in ofMarks[0].indices { marks.append(try EvidenceMark(ofMarks, row)) }
    persons = try EvidencePart.columns(1, &reader)[0].map { Int32(truncatingIfNeeded: $0) }
    let ofMatches = try EvidencePart.columns(EvidencePart.matchFields.count, &reader)
    for row in ofMatches[0].indices { matches.append(EvidenceMatch(ofMatches, row)) }
    try readEndings(&reader)
    names = try EvidencePart.texts(&reader)
    subjects = try EvidencePart.texts(&reader)
  }

  private mutating func readEndings(_ reader: inout ByteReader) throws {
    let columns = try EvidencePart.columns(EvidencePart.endingFields.count, &reader)
    var ended = try EvidencePart.columns(1, &reader)[0][...]
    var endedMarks = try EvidencePart.columns(1, &reader)[0][...]
    for row in columns[0].indices {
      var ending = EvidenceEnding(
        at: Position(stored: columns[0][row]), recorded: Instant(microseconds: columns[1][row]))
      ending.records = ended.prefix(Int(columns[2][row])).map { Int($0) }
      ending.marks = endedMarks.prefix(Int(columns[3][row])).map { Int($0) }
      ended = ended.dropFirst(ending.records.count)
      endedMarks = endedMarks.dropFirst(ending.marks.count)
      endings.append(ending)
    }
  }

  private static func columns(
    _ count: Int, _ reader: inout ByteReader
  ) throws -> [[Int64]] {
    let rowCount = try reader.count()
    return try (0..<count).map { _ in
      let bytes = try reader.sized()
      let column = try ColumnCoding.column(
        bytes.span, rowCount: rowCount, dictionary: ValueDictionary(.fresh()))
      guard case .numbers(let numbers) = column else { throw ColumnDamage("no numbers") }
      return numbers.numbers
    }
  }

  private static func texts(_ reader: inout ByteReader) throws -> TextColumn {
    let rowCount = try reader.count()
    let bytes = try reader.sized()
    let column = try ColumnCoding.column(
      bytes.span, rowCount: rowCount, dictionary: ValueDictionary(.fresh()))
    guard case .texts(let texts) = column else { throw ColumnDamage("no texts") }
    return texts
  }
}

extension Position {
  /// Positions of logs are far below the end of `Int64`.
  fileprivate var stored: Int64 { Int64(bitPattern: number) }

  fileprivate init(stored: Int64) { self.init(UInt64(bitPattern: stored)) }
}

extension EvidenceRecord {
  fileprivate init(
    _ columns: [[Int64]], _ row: Int, _ firstPerson: inout Int32, _ firstMatch: inout Int32
  ) {
    func field(_ index: Int) -> Int64 { columns[index][row] }
    func code(_ index: Int) -> Int32 { Int32(truncatingIfNeeded: field(index)) }
    let (endOfPersons, endOfMatches) = (firstPerson + code(6), firstMatch + code(15))
    self.init(
      origin: Position(stored: field(0)), from: Position(stored: field(1)),
      time: Instant(microseconds: field(2)), recorded: Instant(microseconds: field(3)),
      campaign: code(4), unit: code(5), persons: firstPerson..<endOfPersons, obligation: code(7),
      duty: code(8), subject: code(9), version: code(10), attachments: code(11),
      maker: EvidenceMaker(
        recorded: Instant(microseconds: field(12)), actor: code(13), isCorrected: field(14) == 1),
      matches: firstMatch..<endOfMatches)
    (firstPerson, firstMatch) = (endOfPersons, endOfMatches)
  }
}

extension EvidenceMark {
  fileprivate init(_ columns: [[Int64]], _ row: Int) throws {
    func field(_ index: Int) -> Int64 { columns[index][row] }
    guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: field(0))) else {
      throw ColumnDamage("a mark of an unknown kind")
    }
    self.init(
      kind: kind, origin: Position(stored: field(1)), from: Position(stored: field(2)),
      subject: Int32(truncatingIfNeeded: field(3)), version: Int32(truncatingIfNeeded: field(4)),
      at: Instant(microseconds: field(5)),
      maker: EvidenceMaker(
        recorded: Instant(microseconds: field(6)), actor: Int32(truncatingIfNeeded: field(7)),
        isCorrected: field(8) == 1))
  }
}

extension EvidenceMatch {
  fileprivate init(_ columns: [[Int64]], _ row: Int) {
    func field(_ index: Int) -> Int64 { columns[index][row] }
    self.init(
      pattern: Int32(truncatingIfNeeded: field(0)),
      holderUnit: Int32(truncatingIfNeeded: field(1)),
      holderPerson: Int32(truncatingIfNeeded: field(2)),
      targetUnit: Int32(truncatingIfNeeded: field(3)), isFitting: field(4) == 1)
  }
}
