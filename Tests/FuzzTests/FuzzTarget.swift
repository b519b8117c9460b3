import Catalog
import Diagnostics
import Evidence
import Foundation
import Import
import Kiem
import LedgerModel
import PlanFile
import QuerySyntax
import Synchronization
import TestSupport

/// A reader of what comes from outside. Whatever bytes it is given it answers with a value or with
/// an error of its own; `execute` throws for anything else that ought to hold.
enum FuzzTarget: String, CaseIterable, Codable, Sendable {
  /// Records of a log, which a disk or a stranger may have changed.
  case storedEvents
  /// Files of CloudEvents.
  case importedEvents
  /// A mapping file and, behind a zero byte, the table that it maps.
  case mappedTables
  case plans
  case queries
  /// Signed notes, checkpoints, proofs and public keys, as files that others hand over.
  case notes

  /// Executions that take about half a minute in release.
  var count: UInt64 {
    switch self {
    case .storedEvents: 1_500_000
    case .importedEvents: 100_000
    case .mappedTables: 50_000
    case .plans: 4_000
    case .queries: 30_000
    case .notes: 600_000
    }
  }

  /// What has to hold of an input that was accepted.
  struct Violation: Error, CustomStringConvertible {
    let description: String
  }

  func execute(_ bytes: [UInt8]) throws {
    switch self {
    case .storedEvents: try FuzzTarget.decode(bytes)
    case .importedEvents: try FuzzTarget.importEvents(bytes)
    case .mappedTables: try FuzzTarget.importTable(bytes)
    case .plans: try FuzzTarget.compile(bytes)
    case .queries: try FuzzTarget.parse(bytes)
    case .notes: try FuzzTarget.readNotes(bytes)
    }
  }

  // MARK: Targets

  /// What decodes has one stored form only: encoding it gives the same bytes.
  private static func decode(_ bytes: [UInt8]) throws {
    _ = try? EventCodec.peek(bytes.span)
    guard case .event(let recorded, let event)? = try? EventCodec.read(bytes) else { return }
    do throws(EventEncodingError) {
      guard try EventCodec.encode(event, recorded: recorded) != bytes else { return }
    } catch .unknownField {
      // A field of a newer catalogue is kept when it is read, and never written by this one.
      return
    }
    throw Violation(description: "an event has two stored forms")
  }

  /// What is accepted is written and read back as the same event.
  private static func importEvents(_ bytes: [UInt8]) throws {
    for format in [ImportFormat.ndjson, .json] {
      for event in events({ () throws(ImportError) in
        try ImportReader(FuzzSource(bytes), format: format)
      }) {
        let again = EventJSON.read(EventJSON.write(event, offsetSeconds: 7 * 3_600))
        guard again.event == event else {
          throw Violation(description: "\(event.type.name) is not read back as it was written")
        }
      }
    }
  }

  /// A note or a proof that is accepted has one form only.
  private static func readNotes(_ bytes: [UInt8]) throws {
    if let note = try? SignedNote(bytes) {
      _ = try? Checkpoint(note)
      guard note.encoded.utf8.elementsEqual(bytes) else {
        throw Violation(description: "a note has two forms")
      }
    }
    if let proof = try? TransparencyProof(bytes) {
      guard proof.encoded.utf8.elementsEqual(bytes) else {
        throw Violation(description: "a proof has two forms")
      }
    }
    _ = try? NoteVerifier(String(decoding: bytes, as: UTF8.self))
  }

  private static func importTable(_ bytes: [UInt8]) throws {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard let text = String(validating: parts[0], as: UTF8.self) else { return }
    do throws(DiagnosticError) {
      let mapping = try TableMapping(SourceText(name: "m.yaml", text: text))
      let table = FuzzSource(parts.count > 1 ? Array(parts[1]) : [], name: "t.csv")
      _ = events { () throws(ImportError) in try ImportReader(table: table, mapping: mapping) }
    } catch {
      _ = DiagnosticRenderer().render(error.diagnostics, in: error.source)
    }
  }

  /// The events of a file up to where reading it ends; how it ends is a sentence and a remedy.
  private static func events(_ open: () throws(ImportError) -> ImportReader) -> [Event] {
    var events: [Event] = []
    do throws(ImportError) {
      var reader = try open()
      while let row = try reader.next() {
        if let event = row.reading.event { events.append(event) }
      }
    } catch {
      _ = error.description + error.remedy
    }
    return events
  }

  private static func compile(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    let folder = PlanFolder(
      SourceText(name: "plan.yaml", text: text), in: FileManager.default.temporaryDirectory.path)
    do {
      _ = try PlanCompiler.compile(folder)
    } catch let error as PlanError {
      for finding in error.findings {
        _ = DiagnosticRenderer().render(finding.diagnostic, in: finding.source)
      }
    } catch is PlanFileError {
      return
    }
  }

  /// Every byte of the text is in the tree's tokens, and every finding can be shown.
  private static func parse(_ bytes: [UInt8]) throws {
    let source = SourceText(name: "q.kiem", text: String(decoding: bytes, as: UTF8.self))
    let parsed = QuerySyntax.parse(source)
    _ = dump(parsed.file)
    let findings = Ledger.check(source)
    _ = DiagnosticRenderer().render(findings, in: source)
    guard findings.allSatisfy({ source.span.contains($0.span) }) else {
      throw Violation(description: "a finding lies outside the text")
    }
  }
}

extension SourceSpan {
  fileprivate func contains(_ other: SourceSpan) -> Bool {
    start <= other.start && other.end <= end
  }
}

/// A file in memory.
final class FuzzSource: ByteSource {
  let name: String
  let byteCount: UInt64?
  private let bytes: [UInt8]
  private let offset = Mutex(0)

  init(_ bytes: [UInt8], name: String = "f.ndjson") {
    self.bytes = bytes
    self.name = name
    byteCount = UInt64(bytes.count)
  }

  func read(upTo limit: Int) throws(ImportError) -> [UInt8] {
    offset.withLock { offset in
      let end = min(bytes.count, offset + limit)
      defer { offset = end }
      return Array(bytes[offset..<end])
    }
  }
}
