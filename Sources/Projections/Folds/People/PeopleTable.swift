import Catalog
import Columns
import LedgerModel

/// `people` in columns, as known at one position and placed on one day; made once for all clocks.
///
/// The same as the rows of `PeopleSource`, which it need not make: of millions of persons most are a
/// few numbers that stored columns hold already. Confined to one thread.
final class PeopleTable: HeldRows {
  private var persons: PersonCodes
  private var rows: [PersonRow]
  private var careers: [Career] = []
  private var units: DerivedTable
  private var texts: DerivedTable
  private let tree: TreeOfDay
  private let backdatedAfter: Int64
  private var made: [String: [Column]] = [:]

  /// O(persons × log persons).
  init(_ context: ReadingContext) throws {
    _ = try context.folded("%people")
    _ = try context.folded("offices")
    var reader = PersonReader(try context.personCodes())
    try context.eachStoredBlock("%people", PersonReader.columns) { reader.take($0) }
    (persons, rows, units, texts) = (reader.codes, reader.rows, reader.units, reader.texts)
    tree = try context.tree()
    backdatedAfter = try context.campaigns.settings(of: nil).backdatedAfter.microseconds
    try takeOffices(context, reader)
    try sort(context.store.check)
  }

  /// Rows of a block from that one on.
  private func block(_ number: Int) -> ArraySlice<PersonRow> {
    let start = number * RowStore.blockRowCountMax
    return rows[start..<min(start + RowStore.blockRowCountMax, rows.count)]
  }

  private var blockCount: Int {
    (rows.count + RowStore.blockRowCountMax - 1) / RowStore.blockRowCountMax
  }

  /// Calls `body` with blocks of those columns; false for a column that it does not have.
  func scan(
    _ columns: [String], _ check: () throws -> Void, _ body: (Block) throws -> Void
  ) throws -> Bool {
    for name in columns where made[name] == nil {
      if name == "person" {
        made[name] = persons.columns((0..<blockCount).map { Codes(block($0).map(\.person)) })
        continue
      }
      var blocks: [Column] = []
      for number in 0..<blockCount {
        try check()
        guard let column = column(name, block(number)) else { return false }
        blocks.append(column)
      }
      made[name] = blocks
    }
    for number in 0..<blockCount {
      let rowCount = block(number).count
      try body(
        Block(
          rowCount: rowCount, columns: columns.map { made[$0]?[number] ?? .constant(.none) },
          mask: Mask(allOf: rowCount)))
    }
    return true
  }

  /// Rows that it holds, in rows of values.
  var heldRowCount: Int { rows.count * (made.count + 8) / 64 }

  // MARK: Offices

  /// Adds what the offices of persons say.
  private func takeOffices(_ context: ReadingContext, _ reader: PersonReader) throws {
    let source = try PersonColumns.Source(context)
    let terms = source.terms
    let unitCodes = (0..<terms.units.count).map {
      units.code(of: terms.units.value(of: UInt32($0)))
    }
    let actorCodes = (0..<terms.actorCount).map { texts.code(of: terms.actor($0)) }
    careers.reserveCapacity(terms.personCount)
    try terms.eachPerson { code, number in
      if careers.count.isMultiple(of: 4_096) { try context.store.check() }
      // Offices and persons were coded apart where no shared code stands for somebody, and the shared
      // dictionary may have grown in between.
      let isShared = code < min(persons.sharedCount, terms.sharedPersonCount)
      let known = isShared ? code : persons.code(of: terms.personName(number))
      guard let known, let row = reader.place(of: known) else { return }
      let offices = terms.offices(ofNumber: number)
      var career = Career(terms, offices, on: tree.day)
      if let principal = principal(offices, career, source) {
        career.unit = unitCodes[Int(terms.unitCodes[principal])]
        career.position = texts.code(of: .string(terms.position(principal)))
      }
      for office in offices {
        let version = terms.codedVersion(Int(office))
        rows[row].merge(
          seq: Int64(version.position), recorded: version.recorded,
          actor: actorCodes[Int(version.actor)], version.isCorrected)
      }
      rows[row].career = Int32(careers.count)
      careers.append(career)
    }
  }

  /// The office that decides the unit on the tree's day; none for who holds none then.
  private func principal(
    _ offices: ArraySlice<Int32>, _ career: Career, _ source: PersonColumns.Source
  ) -> Int? {
    if career.heldCount == 0 { return nil }
    if offices.count == 1 { return offices.first.map { Int($0) } }
    return source.principal(
      offices.map { Int($0) }.filter { source.terms.isHeld($0, on: tree.day) })
  }

  /// In the order (position, key).
  private func sort(_ check: () throws -> Void) throws {
    let sorted = try rows.indices.sorted(check) { left, right in
      let (left, right) = (rows[left], rows[right])
      if left.seq != right.seq { return left.seq < right.seq }
      return persons.text(left.person).utf8
        .lexicographicallyPrecedes(persons.text(right.person).utf8)
    }
    rows = sorted.map { rows[$0] }
  }

  // MARK: Columns

  private func column(_ name: String, _ rows: ArraySlice<PersonRow>) -> Column? {
    switch name {
    case "unit": units.column(Codes(rows.map(unit)))
    case "level": coded(codes(rows, by: unit) { level($0) })
    case "role": coded(Codes(rows.map(role)))
    case "position": coded(Codes(rows.map { career($0)?.position ?? 0 }))
    case "name", "document": .constant(.none)
    case "gender": coded(Codes(rows.map(\.gender)))
    case "actor": coded(Codes(rows.map(\.actor)))
    case "erased": flags(rows, \.isErased)
    case "corrected": flags(rows, \.isCorrected)
    case "backdated": flags(rows) { isBackdated($0) }
    default: numbers(name, rows)
    }
  }

  /// The table is asked for behind the codes, some of which it may have got only then.
  private func coded(_ codes: Codes) -> Column { texts.column(codes) }

  private func numbers(_ name: String, _ rows: ArraySlice<PersonRow>) -> Column? {
    switch name {
    case "joined": numbers(.date, rows) { career($0)?.joined }
    case "left": numbers(.date, rows) { career($0)?.left }
    case "offices": numbers(.integer, rows) { career($0)?.heldCount ?? 0 }
    case "at": numbers(.instant, rows, \.at)
    case "recorded": numbers(.instant, rows, \.recorded)
    case "seq": numbers(.position, rows, \.seq)
    default: nil
    }
  }

  private func numbers(
    _ kind: NumberColumn.Kind, _ rows: ArraySlice<PersonRow>, _ number: (PersonRow) -> Int64?
  ) -> Column {
    let found = rows.map(number)
    let isWhole = !found.contains(nil)
    return .numbers(
      NumberColumn(
        kind: kind, numbers: found.map { $0 ?? 0 },
        isPresent: isWhole ? nil : found.map { $0 == nil ? 0 : 1 }))
  }

  private func flags(_ rows: ArraySlice<PersonRow>, _ flag: (PersonRow) -> Bool) -> Column {
    .flags(FlagColumn(bytes: rows.map { flag($0) ? 1 : 0 }))
  }

  /// The code of a text that follows from another code, found once for each.
  private func codes(
    _ rows: ArraySlice<PersonRow>, by code: (PersonRow) -> UInt32, _ text: (UInt32) -> Value
  ) -> Codes {
    var known: [UInt32: UInt32] = [:]
    return Codes(
      rows.map { row in
        let code = code(row)
        if let known = known[code] { return known }
        let found = texts.code(of: text(code))
        known[code] = found
        return found
      })
  }

  private func career(_ row: PersonRow) -> Career? {
    row.career < 0 ? nil : careers[Int(row.career)]
  }

  /// That of the principal office, else where the person was seen last.
  private func unit(_ row: PersonRow) -> UInt32 {
    guard let career = career(row), career.heldCount > 0 else { return row.unit }
    return career.unit
  }

  private func level(_ unit: UInt32) -> Value {
    .symbol(units.value(of: unit).text.flatMap { tree.level(of: $0) })
  }

  private func role(_ row: PersonRow) -> UInt32 {
    let isOfficial = career(row).map { $0.heldCount > 0 } ?? false
    let role =
      isOfficial
      ? "official"
      : PeopleSource.undeclared(texts.value(of: row.standing).text, isPlaced: unit(row) != 0)
    return texts.code(of: .symbol(role))
  }

  private func isBackdated(_ row: PersonRow) -> Bool {
    let lag = row.recorded.subtractingReportingOverflow(row.at)
    return !lag.overflow && lag.partialValue > backdatedAfter
  }
}
