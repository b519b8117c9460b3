import ArgumentParser
import Projections

/// An amount of memory as the command line takes it: a number of bytes, or of KiB, MiB and GiB with
/// `K`, `M` and `G` behind it.
struct MemorySize: ExpressibleByArgument, Hashable, Sendable {
  let byteCount: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(unit == nil ? argument : String(argument.dropLast())), number > 0 else {
      return nil
    }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit ?? 1)
    if isTooLarge { return nil }
    byteCount = bytes
  }
}
