// Storing may move the page that a value lies on, so no value may be alive meanwhile.
// expected: overlapping accesses
import LMDB

package func change(_ environment: Environment, _ table: Table) throws -> Int {
  let key: [UInt8] = [1]
  return try environment.write { transaction in
    let value = try transaction.value(in: table, for: key.span)
    try transaction.put([2].span, for: key.span, in: table)  // here
    return value?.count ?? 0
  }
}
