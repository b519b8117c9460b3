import Foundation
import LMDB

/// A folder of its own for one test, removed with everything in it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "kiem-lmdb-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func text(in environment: Environment, _ table: Table, key: String) throws -> String? {
  try environment.read { transaction in
    guard let value = try transaction.value(in: table, for: bytes(key).span) else { return nil }
    return String(decoding: value.indices.map { value[$0] }, as: UTF8.self)
  }
}

/// Fills the table "things" with numbers from 1 in an environment that is closed afterwards.
func fill(_ path: String, count: UInt64) throws {
  let environment = try Environment.open(at: path)
  let table = try environment.table("things")
  try environment.write { transaction in
    for number in 1...count {
      try transaction.append([UInt8](repeating: 7, count: 200).span, at: number, in: table)
    }
  }
}
