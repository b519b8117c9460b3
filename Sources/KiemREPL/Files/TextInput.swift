package import Diagnostics
import Foundation

/// Texts that users hand in: files and standard input, checked to be UTF-8.
package enum TextInput {
  /// Longer texts are no queries and no plans; reading stops here (16 MiB).
  package static let byteCountMax = 16 * 1_024 * 1_024

  package static func standardInput() throws -> SourceText {
    let data: Data
    do {
      data = try FileHandle.standardInput.read(upToCount: byteCountMax + 1) ?? Data()
    } catch {
      throw CommandFailure(.runtimeFailure, "standard input: \(error.localizedDescription)")
    }
    return try text(data, name: "standard input")
  }

  package static func file(_ path: String) throws -> SourceText {
    let url = URL(fileURLWithPath: path)
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure.argument("\(path): no such file", remedy: SavedQueries.hint(for: path))
    }
    guard !SavedQueries.isFolder(path) else {
      throw CommandFailure.argument("\(path) is a folder", remedy: "Name one file in it.")
    }
    let data: Data
    do {
      data = try FileHandle(forReadingFrom: url).read(upToCount: byteCountMax + 1) ?? Data()
    } catch {
      throw CommandFailure(
        .runtimeFailure, "\(path) cannot be read: \(error.localizedDescription)")
    }
    return try text(data, name: path)
  }

  private static func text(_ data: Data, name: String) throws -> SourceText {
    guard data.count <= byteCountMax else {
      throw CommandFailure.argument("\(name): longer than \(byteCountMax) bytes")
    }
    if let text = String(validating: data, as: UTF8.self) {
      return SourceText(name: name, text: text)
    }
    let (line, offset) = firstInvalid(in: data)
    throw CommandFailure.argument(
      "\(name):\(line): the text is not UTF-8 (byte \(offset))",
      remedy: "Save it as UTF-8 and try again.")
  }

  /// Line and byte offset from 0 of the first byte that is not UTF-8.
  private static func firstInvalid(in data: Data) -> (line: Int, offset: Int) {
    var line = 1
    var offset = 0
    for part in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { break }
      line += 1
      offset += part.count + 1
    }
    let rest = data.dropFirst(offset)
    var low = 0
    for count in 1...max(1, min(4_096, rest.count))
    where String(validating: rest.prefix(count), as: UTF8.self) != nil {
      low = count
    }
    return (line, offset + low)
  }
}
