import Foundation
import Testing

/// The lines of a file in Fixtures/, without the last empty one.
func fixtureLines(_ name: String) throws -> [String] {
  let url = try #require(
    Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
  let text = try String(contentsOf: url, encoding: .utf8)
  return text.split(separator: "\n").map(String.init)
}

/// A generator whose sequence is fixed by its seed (SplitMix64), so that a failure can be replayed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
