// The control: everything the other files get wrong, done right. It must compile, or none of their
// failures says anything.
import LMDB

package func control(_ environment: Environment, _ table: Table) throws -> [UInt8] {
  let key: [UInt8] = [1]
  try environment.write { transaction in
    let before = try transaction.value(in: table, for: key.span)?.count ?? 0
    try transaction.put([UInt8(before)].span, for: key.span, in: table)
  }
  return try environment.read { transaction in
    var cursor = try transaction.cursor(over: table)
    var counts: [UInt8] = []
    while let entry = try cursor.next() { counts.append(UInt8(entry.value.count)) }
    guard let value = try transaction.value(in: table, for: key.span) else { return counts }
    return counts + value.indices.map { value[$0] }
  }
}

package func controlHandingOver(_ environment: Environment, _ table: Table) throws -> Int {
  try environment.readHandingOver { transaction in
    let own = consume transaction
    return try own.statistics(of: table).entryCount
  }
}

package func controlTask(_ environment: Environment, _ table: Table) async throws -> Int {
  try await Task { try environment.read { try $0.statistics(of: table).entryCount } }.value
}
