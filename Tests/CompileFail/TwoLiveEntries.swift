// An entry is valid until its cursor moves.
// expected: overlapping accesses
import LMDB

package func pair(_ environment: Environment, _ table: Table) throws -> Int {
  try environment.read { transaction in
    var cursor = try transaction.cursor(over: table)
    guard let first = try cursor.next() else { return 0 }  // here
    guard let second = try cursor.next() else { return 0 }
    return first.value.count + second.value.count
  }
}
