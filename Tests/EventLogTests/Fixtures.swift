import Catalog
import Foundation
import LedgerModel
import Testing

/// A folder of its own for one test, removed with everything in it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "kiem-log-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Every byte of every file below `folder`, for searches of what must not be there.
  func allBytes(below folder: String = "") throws -> Data {
    var bytes = Data()
    let root = URL(filePath: path + "/" + folder)
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      if let content = FileManager.default.contents(atPath: file.path) { bytes.append(content) }
    }
    return bytes
  }
}

/// The catalogue's type of that name; a test that misspells one fails here.
func type(_ name: String) throws -> EventType { try #require(EventCatalog.type(name)) }

/// Midnight UTC of a day in August 2021 (1 is 1 August), plus hours.
func august(_ day: Int, hour: Int = 0) -> Instant {
  Instant(microseconds: (1_627_776_000 + Int64(day - 1) * 86_400 + Int64(hour) * 3_600) * 1_000_000)
}

extension Day {
  /// A day in August 2021.
  static func august(_ day: Int) -> Day { Day(number: Int32(18_840 + day - 1)) }
}
