import ArgumentParser
import LedgerModel

/// A position as an argument: `18422` or `#18422`, as commands print it.
struct LogPosition: ExpressibleByArgument {
  let position: Position

  init?(argument: String) {
    let digits = argument.hasPrefix("#") ? argument.dropFirst() : argument[...]
    guard let number = UInt64(digits) else { return nil }
    position = Position(number)
  }
}
