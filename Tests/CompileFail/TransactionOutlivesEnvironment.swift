// A transaction cannot be kept longer than the environment lends it.
// expected: requires that 'ReadTransaction' conform to
import LMDB

package func keep(_ environment: Environment, _ table: Table) throws -> Int {
  let transaction: ReadTransaction = try environment.readHandingOver { $0 }  // here
  return try transaction.statistics(of: table).entryCount
}
