import Catalog
import Foundation
import Kiem
import KiemREPL
import LedgerModel
import Rendering

/// Writes the sources of a ledger into a folder, a file each, and a manifest that says what is in
/// them. The manifest comes last: whoever finds it finds everything that it names.
struct TableExport {
  let export: LedgerExport
  let format: SourceFileFormat
  let folder: String

  /// What became of one source.
  struct File {
    let source: ExportedSource
    let name: String
    var rowCount = 0
  }

  /// - Parameter progress: told now and then how many sources are done, of how many; false cancels.
  func run(_ progress: (UInt64, UInt64) -> Bool) throws -> [File] {
    try prepare()
    var files: [File] = []
    for source in export.sources {
      let done = UInt64(files.count)
      files.append(
        try write(source) {
          guard !progress(done, UInt64(export.sources.count)) else { return }
          throw CommandFailure(.cancelled, "cancelled", remedy: "Delete \(folder) to begin anew.")
        })
    }
    let manifest = ExportManifest(export: export, format: format, files: files).json
    try Data((manifest + "\n").utf8).write(
      to: URL(filePath: path(ExportManifest.fileName)), options: .atomic)
    return files
  }

  private func path(_ name: String) -> String { folder + "/" + name }

  private func prepare() throws {
    let files = FileManager.default
    do {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw failure(folder, error)
    }
    guard (try? files.contentsOfDirectory(atPath: folder))?.isEmpty == true else {
      throw CommandFailure.argument(
        "\(folder) is not empty", remedy: "Name a folder that is new or empty.")
    }
  }

  /// Bytes gathered before they are written.
  private static let pieceByteCount = 1 << 20

  private func write(_ source: ExportedSource, _ check: () throws -> Void) throws -> File {
    try check()
    var file = File(source: source, name: "\(source.name).\(format.rawValue)")
    let text = SourceFileText(format, columns: source.columns, zone: export.zone)
    guard FileManager.default.createFile(atPath: path(file.name), contents: nil),
      let handle = FileHandle(forWritingAtPath: path(file.name))
    else {
      throw CommandFailure(.runtimeFailure, "\(path(file.name)) cannot be written")
    }
    var piece = text.header
    do {
      try export.forEachRow(of: source) { row in
        piece += text.line(row)
        file.rowCount += 1
        guard piece.utf8.count >= TableExport.pieceByteCount else { return }
        try handle.write(contentsOf: Data(piece.utf8))
        piece.removeAll(keepingCapacity: true)
        try check()
      }
      try handle.write(contentsOf: Data(piece.utf8))
      try handle.close()
    } catch let error as CocoaError {
      throw failure(path(file.name), error)
    }
    return file
  }

  private func failure(_ path: String, _ error: any Error) -> CommandFailure {
    CommandFailure(
      .runtimeFailure, "\(path) cannot be written: \(error.localizedDescription)",
      remedy: "Check the path, its permissions and the space on the disk.")
  }
}

/// What an export holds and what it is true for, as JSON.
struct ExportManifest {
  static let fileName = "manifest.json"
  /// Of the manifest and of how values are written.
  private static let version = 1

  let export: LedgerExport
  let format: SourceFileFormat
  let files: [TableExport.File]

  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("kiem_export")
      json.integer(ExportManifest.version)
      for (name, text) in [
        ("ledger", export.ledger), ("root", export.root), ("format", format.rawValue),
        ("clock", export.zone.rfc3339(export.clock)), ("zone", export.zone.identifier),
      ] {
        json.name(name)
        json.string(text)
      }
      json.name("position")
      json.integer(export.position.number)
      json.name("sources")
      json.array { json in for file in files { write(file, &json) } }
    }
    return writer.text
  }

  private func write(_ file: TableExport.File, _ json: inout JSONWriter) {
    json.object { json in
      json.name("name")
      json.string(file.source.name)
      json.name("file")
      json.string(file.name)
      json.name("rows")
      json.integer(file.rowCount)
      json.name("key")
      json.array { json in for column in file.source.key { json.string(column) } }
      json.name("has_closed_rows")
      json.bool(file.source.foldVersion != nil)
      json.name("version")
      if let version = file.source.foldVersion { json.integer(version) } else { json.null() }
      json.name("columns")
      json.array { json in for column in file.source.columns { write(column, &json) } }
    }
  }

  private func write(_ column: ColumnSchema, _ json: inout JSONWriter) {
    json.object { json in
      json.name("name")
      json.string(column.name)
      json.name("type")
      json.string(column.type.description)
      json.name("written_as")
      json.string(SourceFileText.form(of: column.type))
      json.name("optional")
      json.bool(column.type.isOptional)
      if !column.summary.isEmpty {
        json.name("summary")
        json.string(column.summary)
      }
    }
  }
}
