import Columns
import LedgerModel
package import Projections
import QueryPlan

/// What the stored index of evidence says of itself.
struct EvidenceHeader {
  /// Up to where the log is indexed.
  var position: Position
  /// In which days of conditions were read.
  var zone: String
  /// Texts of the patterns that it was made for, in their order.
  var texts: [String]
  /// False for an index that was too large to be stored: it is made from the log when asked for.
  var isStored: Bool

  var bytes: [UInt8] {
    var writer = CBORWriter()
    writer.array(count: 3 + texts.count)
    writer.unsigned(position.number)
    writer.bool(isStored)
    writer.text(zone)
    for text in texts { writer.text(text) }
    return writer.bytes
  }

  init(position: Position, zone: String, texts: [String], isStored: Bool) {
    self.position = position
    self.zone = zone
    self.texts = texts
    self.isStored = isStored
  }

  init(_ stored: [UInt8]) throws {
    var reader = CBORReader(stored.span)
    let count = try reader.count(.array, "the header of an index")
    position = Position(UInt64(clamping: try reader.integer()))
    isStored = try reader.bool()
    zone = try reader.text()
    texts = []
    for _ in 0..<max(0, count - 3) { texts.append(try reader.text()) }
  }
}

extension DutyCompiler {
  /// The index that an archive holds; none when it holds none for that zone, and when what it holds
  /// cannot be read: it is made from the log then.
  func stored(
    in archive: ProjectionArchive, _ zone: CivilZone
  ) throws -> (index: EvidenceIndex, texts: Set<String>)? {
    do {
      guard let (bytes, parts) = try archive.index(named: EvidenceIndex.storedName) else {
        return nil
      }
      let header = try EvidenceHeader(bytes)
      guard header.isStored, header.zone == zone.identifier else { return nil }
      let texts = Set(header.texts)
      let index = EvidenceIndex(compiled(texts, zone))
      try index.take(parts, through: header.position)
      return (index, texts)
    } catch is ColumnDamage {
      return nil
    }
  }
}

extension DutyCompiler {
  /// Says that the index of evidence is written with the rows, as long as it has no more than so
  /// many records: writing rows must not need more memory for it than for the rows.
  package static func indexing(recordCountMax: Int = 1_000_000) -> Indexing {
    { store, position in
      let compiler = store.companion("dutyCompiler") { DutyCompiler() }
      let index = try compiler.storedIndex(of: store, at: position, recordCountMax)
      return [index]
    }
  }

  private func storedIndex(
    of store: ProjectionStore, at position: Position, _ recordCountMax: Int
  ) throws -> StoredEvidence {
    if let written, written.index == nil { return written }
    let reading = Reading(position: position, clock: Instant(microseconds: 0))
    let context = ReadingContext(reading: reading, store: store, registry: .complete)
    let zone = try context.campaigns.zone
    if written == nil, try isLeftOut(store.archive) { return leaveOut(zone, position) }
    let texts = Set(try DutyRule.all(in: context).flatMap { $0.parts.flatMap(\.metBy) })
    let index = try index(for: texts, zone: zone, store, through: position)
    if index.records.count > recordCountMax { return leaveOut(zone, position) }
    if let written, written.index === index { return written }
    let made = StoredEvidence(self, index, zone, position)
    written = made
    return made
  }

  private func isLeftOut(_ archive: ProjectionArchive?) throws -> Bool {
    guard let (bytes, _) = try archive?.index(named: EvidenceIndex.storedName) else { return false }
    return (try? EvidenceHeader(bytes)).map { !$0.isStored } ?? false
  }

  private func leaveOut(_ zone: CivilZone, _ position: Position) -> StoredEvidence {
    forgetIndex()
    let made = StoredEvidence(self, nil, zone, position)
    written = made
    return made
  }
}

extension DutyCompiler {
  /// False when the index of evidence that is stored beside a store's rows is another than the log
  /// gives. O(events), reading those of the types that count as evidence.
  package static func storedIndexAgrees(with store: ProjectionStore) throws -> Bool {
    let compiler = DutyCompiler()
    guard let archive = store.archive,
      let (bytes, _) = try archive.index(named: EvidenceIndex.storedName)
    else { return true }
    let header = try EvidenceHeader(bytes)
    guard header.isStored else { return true }
    guard let zone = CivilZone(identifier: header.zone),
      let stored = try compiler.stored(in: archive, zone)
    else { return false }
    let made = EvidenceIndex(compiler.compiled(stored.texts, zone))
    try store.advance([made], through: stored.index.position)
    return made.content == stored.index.content
  }
}

/// The index of evidence as it is written with the rows of a store.
final class StoredEvidence: StoredIndex {
  private let compiler: DutyCompiler
  /// None when it is too large to be stored.
  let index: EvidenceIndex?
  private let zone: CivilZone
  private var reached: Position

  init(
    _ compiler: DutyCompiler, _ index: EvidenceIndex?, _ zone: CivilZone, _ reached: Position
  ) {
    self.compiler = compiler
    self.index = index
    self.zone = zone
    self.reached = reached
  }

  var events: [String] { index?.events ?? [] }
  var position: Position { index?.position ?? reached }
  var workload: Int { index.map { $0.records.count + $0.marks.count } ?? 0 }

  func advance(
    with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource
  ) throws {
    index?.advance(with: event, amendments, log)
  }

  func amend(
    _ targets: [RecordedEvent], by amendment: RecordedEvent, _ amendments: Amendments,
    _ log: any EventSource
  ) throws {
    index?.amend(targets, by: amendment, amendments, log)
  }

  func reach(_ position: Position) {
    reached = max(reached, position)
    index?.reach(position)
  }

  func changes() -> IndexChanges? {
    let texts = compiler.indexed.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let header = EvidenceHeader(
      position: position, zone: zone.identifier, texts: texts, isStored: index != nil)
    return IndexChanges(
      name: EvidenceIndex.storedName, header: header.bytes, first: index?.closedPartCount ?? 0,
      parts: index.map { [$0.openPart] } ?? [])
  }

  func settle() { index?.closePart() }
}
