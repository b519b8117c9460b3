// A transaction that was handed on has ended here.
// expected: used after consume
import LMDB

package func again(_ environment: Environment, _ table: Table) throws -> Int {
  try environment.readHandingOver { transaction in  // here
    let own = consume transaction
    return try own.statistics(of: table).entryCount
      + transaction.statistics(of: table).entryCount
  }
}
