import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing

@Suite struct TileExportTests {
  @Test func namesFilesAsTlogTilesDoes() {
    #expect(TilePath.tile(level: 0, index: 0, width: 256) == "tile/0/000")
    #expect(TilePath.tile(level: 1, index: 1_234_067, width: 256) == "tile/1/x001/x234/067")
    #expect(TilePath.tile(level: 2, index: 1_000, width: 5) == "tile/2/x001/000.p/5")
    #expect(TilePath.entries(index: 273, width: 112) == "tile/entries/273.p/112")
  }

  /// All files below a folder with their content.
  private func content(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return try names.reduce(into: [:]) { content, name in
      let path = folder + "/" + name
      let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
      if type as? FileAttributeType == .typeRegular {
        content[name] = FileManager.default.contents(atPath: path)
      }
    }
  }

  @Test func continuesAnEarlierExport() throws {
    let signed = try SignedLog()
    let folder = try TemporaryFolder()
    let growing = folder.path + "/growing"
    var previous = 0
    for size in [0, 1, 200, 256, 257, 511, 512, 600, 1_300] {
      let file = try signed.sign(at: size)
      let export = try signed.log.exportTiles(file, to: growing)
      #expect(export.previousSize == UInt64(previous))
      #expect(export.size == UInt64(size))
      let fresh = folder.path + "/fresh-\(size)"
      _ = try signed.log.exportTiles(file, to: fresh)
      let (expected, found) = (try content(fresh), try content(growing))
      for (name, data) in expected { #expect(found[name] == data, "\(name) at \(size)") }
      // What is there besides are partial tiles of earlier checkpoints.
      for name in found.keys where expected[name] == nil { #expect(name.contains(".p/")) }
      previous = size
    }
    // Nothing to add: only the checkpoint and what was not full are written again.
    let again = try signed.log.exportTiles(try signed.sign(at: 1_300), to: growing)
    #expect(again.previousSize == 1_300)
    #expect(again.fileCount <= 5)
  }

  @Test func exportsAnEarlierCheckpoint() throws {
    let signed = try SignedLog()
    let early = try signed.sign(at: 300)
    try signed.sign(at: 700)
    let folder = try TemporaryFolder()
    _ = try signed.log.exportTiles(early, to: folder.path + "/tiles")
    let content = try content(folder.path + "/tiles")
    #expect(
      Set(content.keys) == [
        "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000",
        "tile/entries/001.p/44",
      ])
    #expect(content["checkpoint"] == Data(early.note.encoded.utf8))
    #expect(content["tile/0/000"]?.count == 8_192)
    #expect(content["tile/0/001.p/44"]?.count == 44 * 32)
  }

  @Test func refusesFoldersOfOthers() throws {
    let signed = try SignedLog()
    let file = try signed.sign(at: 300)
    let folder = try TemporaryFolder()
    try Data("x".utf8).write(to: URL(filePath: folder.path + "/letter.txt"))
    #expect(throws: EvidenceError.folderInUse(path: folder.path)) {
      try signed.log.exportTiles(file, to: folder.path)
    }
    // A longer export, and one of another log.
    let tiles = folder.path + "/tiles"
    _ = try signed.log.exportTiles(try signed.sign(at: 400), to: tiles)
    #expect(throws: EvidenceError.self) { try signed.log.exportTiles(file, to: tiles) }
    let other = try LedgerFixture(seed: 3)
    let foreign = try other.log.signCheckpoint(
      CheckpointOptions(records: false), now: { august(20) }
    ).file
    let error = #expect(throws: EvidenceError.self) {
      try other.log.exportTiles(foreign, to: tiles)
    }
    #expect(error?.description.contains("another log") == true)
  }

  @Test func goesOnAfterAnExportThatWasCutOff() throws {
    let signed = try SignedLog()
    let file = try signed.sign(at: 900)
    let folder = try TemporaryFolder()
    let tiles = folder.path + "/tiles"
    var calls = 0
    #expect(throws: LedgerError.cancelled) {
      try signed.log.exportTiles(file, to: tiles) { _, _ in
        calls += 1
        return calls < 3
      }
    }
    #expect(!FileManager.default.fileExists(atPath: tiles + "/checkpoint"))
    _ = try signed.log.exportTiles(file, to: tiles)
    _ = try signed.log.exportTiles(file, to: folder.path + "/fresh")
    #expect(try content(tiles) == content(folder.path + "/fresh"))
  }
}
