package import Diagnostics
import Foundation
import Text

/// A plan file and the CSV files it names, which lie in the same folder.
package struct PlanFolder: Sendable {
  private let folder: URL
  /// The plan file's own text.
  package let plan: SourceText

  /// Opens a plan file. Throws `PlanFileError` when it cannot be read or is not UTF-8.
  package init(file path: String) throws {
    let url = URL(fileURLWithPath: path)
    folder = url.deletingLastPathComponent()
    plan = try PlanFolder.text(of: url, name: path)
  }

  /// A plan in memory; files that it names lie in `folder`.
  package init(_ plan: SourceText, in folder: String) {
    self.folder = URL(fileURLWithPath: folder)
    self.plan = plan
  }

  /// Names of the plans that come with the program.
  package static let bundled = ["daklak-2021-07"]

  /// Opens a plan that comes with the program. Throws `PlanFileError.missing` when the program was
  /// copied without what belongs beside it.
  package init(bundled name: String) throws {
    guard let plans = ProgramFolder.bundled(PlanFolder.bundle) else {
      throw PlanFileError.missing(PlanFolder.bundle)
    }
    try self.init(file: plans.appendingPathComponent("Plans/\(name)/plan.yaml").path)
  }

  private static let bundle = "Kiem_PlanFile.resources"

  /// A file named in the plan; names with a folder in them are refused, so that a plan reads
  /// nothing but what lies beside it.
  func file(_ name: String) throws -> SourceText {
    guard !name.contains("/"), name != "..", !name.isEmpty else {
      throw PlanFileError.outsideFolder(name)
    }
    return try PlanFolder.text(of: folder.appendingPathComponent(name), name: name)
  }

  private static func text(of url: URL, name: String) throws -> SourceText {
    guard let data = try? Data(contentsOf: url) else { throw PlanFileError.unreadable(name) }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw PlanFileError.notUTF8(name)
    }
    return SourceText(name: name, text: text)
  }
}

/// What keeps a plan file from being read at all.
package enum PlanFileError: Error, Sendable, Hashable, CustomStringConvertible {
  case unreadable(String)
  case notUTF8(String)
  case outsideFolder(String)
  /// A folder of data that comes with the program is not beside it.
  case missing(String)

  package var description: String {
    switch self {
    case .unreadable(let name):
      "\(name): no such file, or it cannot be read; give the path of a plan file"
    case .missing(let folder):
      "data of the program is missing: the folder \(folder) belongs beside the program; copy it there"
    case .notUTF8(let name): "\(name): the text is not UTF-8; save the file as UTF-8"
    case .outsideFolder(let name): "'\(name)': files of a plan lie beside it, without a folder"
    }
  }
}
