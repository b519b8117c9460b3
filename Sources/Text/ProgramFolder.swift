package import Foundation

/// The folders of data that come with the program.
package enum ProgramFolder {
  /// The folder of this name beside the running program, links to the program followed; nil when it
  /// is not there.
  ///
  /// The accessor that the build makes for such folders would end the process instead.
  package static func bundled(_ name: String) -> URL? {
    let beside = [
      Bundle.main.bundleURL, Bundle.main.resourceURL,
      Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent(),
    ]
    return beside.lazy.compactMap { $0?.appendingPathComponent(name) }.first {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }
}
