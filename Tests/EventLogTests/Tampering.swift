import Foundation
import LMDB

/// Alters single values of a store behind the back of the program, and puts them back.
struct Tampering {
  private let environment: Environment
  private let table: Table

  struct Missing: Error {}

  init(_ path: String, _ table: String) throws {
    environment = try Environment.open(at: path)
    self.table = try environment.table(table)
  }

  func value(_ key: [UInt8]) throws -> [UInt8] {
    try environment.read { transaction in
      guard let stored = try transaction.value(in: table, for: key.span) else { throw Missing() }
      return stored.indices.map { stored[$0] }
    }
  }

  func keys() throws -> [[UInt8]] {
    try environment.read { transaction in
      var keys: [[UInt8]] = []
      var cursor = try transaction.cursor(over: table)
      while let entry = try cursor.next() { keys.append(entry.key.indices.map { entry.key[$0] }) }
      return keys
    }
  }

  func put(_ value: [UInt8], _ key: [UInt8]) throws {
    try environment.write { try $0.put(value.span, for: key.span, in: table) }
  }

  private func remove(_ key: [UInt8]) throws {
    try environment.write { _ = try $0.delete(key.span, in: table) }
  }

  /// Flips a bit of the value drawn at random, looks, and flips it back.
  func flipping(
    _ key: [UInt8], _ generator: inout SplitMix, _ look: (_ bit: Int) throws -> Void
  ) throws {
    let bit = Int(generator.next() % UInt64(try value(key).count * 8))
    try flipping(key, bit: bit) { try look(bit) }
  }

  func flipping(_ key: [UInt8], bit: Int, _ look: () throws -> Void) throws {
    let value = try value(key)
    var wrong = value
    wrong[bit / 8] ^= 1 << UInt8(bit % 8)
    try put(wrong, key)
    try look()
    try put(value, key)
  }

  /// Takes the entry out, looks, and puts it back.
  func removing(_ key: [UInt8], _ look: () throws -> Void) throws {
    let value = try value(key)
    try remove(key)
    try look()
    try put(value, key)
  }

  /// Puts the value under a key with one bit flipped, looks, and puts it back.
  func renaming(
    _ key: [UInt8], _ generator: inout SplitMix, _ look: (_ bit: Int) throws -> Void
  ) throws {
    let bit = Int(generator.next() % UInt64(key.count * 8))
    let value = try value(key)
    var wrong = key
    wrong[bit / 8] ^= 1 << UInt8(bit % 8)
    try remove(key)
    try put(value, wrong)
    try look(bit)
    try remove(wrong)
    try put(value, key)
  }
}
