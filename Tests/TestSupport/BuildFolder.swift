package import Foundation

/// The folder that the running tests were built into, in whichever configuration.
package enum BuildFolder {
  package static let url: URL? = {
    let places =
      ProcessInfo.processInfo.arguments.filter { $0.contains(".xctest") }
      + [Bundle.main.bundlePath + "/x", Bundle.main.executablePath ?? ""]
    return places.map { place in
      let path = place.range(of: ".xctest").map { String(place[..<$0.lowerBound]) } ?? place
      return URL(fileURLWithPath: path).deletingLastPathComponent()
    }.first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("Modules").path)
    }
  }()

  /// A program of the package, built together with the tests.
  package static func program(_ name: String) -> URL? {
    guard let program = url?.appendingPathComponent(name),
      FileManager.default.isExecutableFile(atPath: program.path)
    else { return nil }
    return program
  }
}
