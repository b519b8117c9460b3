// A transaction belongs to the thread of its closure.
// expected: cannot be captured by an escaping closure
// expected: risks causing data races
// expected: escapes its scope
import LMDB

package func share(_ environment: Environment, _ table: Table) throws {
  try environment.read { transaction in share(transaction, table) }
}

private func share(_ transaction: borrowing ReadTransaction, _ table: Table) {  // here
  _ = Task { try transaction.statistics(of: table).entryCount }
}
