import Foundation
import Testing

/// The lines of a file in Fixtures/, without the last empty one.
func fixtureLines(_ name: String) throws -> [String] {
  let url = try #require(
    Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
  let text = try String(contentsOf: url, encoding: .utf8)
  return text.split(separator: "\n").map(String.init)
}
