// What `read` yields is copied out: a view of the map cannot be its result.
// expected: conform to 'Escapable'
import LMDB

package func leak(_ environment: Environment, _ table: Table) throws -> Int {
  let key: [UInt8] = [1]
  let value: Span<UInt8>? = try environment.read { try $0.value(in: table, for: key.span) }  // here
  return value?.count ?? 0
}
