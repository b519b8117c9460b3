// A value in the memory map ends with its transaction.
// expected: lifetime-dependent
import LMDB

package func keep(_ environment: Environment, _ table: Table) throws -> Int {
  let key: [UInt8] = [1]
  var kept = Span<UInt8>()  // here
  try environment.read { transaction in
    if let value = try transaction.value(in: table, for: key.span) {
      kept = value
    }
  }
  return kept.count
}
