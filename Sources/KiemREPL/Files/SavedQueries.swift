import Diagnostics
import Foundation

/// Saved queries on disk.
package enum SavedQueries {
  package static let ending = ".kiem"
  /// Where saved queries lie unless a path says otherwise.
  package static let folder = "Queries"

  /// Every saved query at or below a path, in byte order of their paths; the path itself when it
  /// is a file. None when nothing is there.
  package static func files(at path: String) -> [String]? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard isFolder(path) else { return [path] }
    let base = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let walker = FileManager.default.enumerator(atPath: path)
    var found: [String] = []
    while let name = walker?.nextObject() as? String {
      if name.hasSuffix(ending) { found.append("\(base)/\(name)") }
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// True for a folder and for a link to one.
  package static func isFolder(_ path: String) -> Bool {
    let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    return (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true
  }

  /// A guess at what a path that does not exist was meant to be.
  package static func hint(for path: String) -> String {
    let wanted = name(of: path)
    let candidates = files(at: folder) ?? []
    let names = candidates.map(name)
    if let index = names.firstIndex(of: wanted) { return "did you mean '\(candidates[index])'?" }
    let near = nearestName(to: wanted, among: names)
    guard let index = near.flatMap({ names.firstIndex(of: $0) }) else {
      return "saved queries end in \(ending); `kiem check PATH` lists what it finds"
    }
    return "did you mean '\(candidates[index])'?"
  }

  private static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(ending) ? String(last.dropLast(ending.count)) : last
  }
}
