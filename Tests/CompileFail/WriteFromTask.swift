// A write blocks its thread, which a task must not do.
// expected: unavailable from asynchronous contexts
import LMDB

package func write(_ environment: Environment) async throws {
  try environment.write { _ in }  // here
}
