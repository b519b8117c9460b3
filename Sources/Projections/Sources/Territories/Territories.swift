import Foundation
import Text

/// One administrative unit of August 2021.
package struct Territory: Sendable, Hashable {
  package enum Rank: String, Sendable { case province, district, commune }

  /// The code of the statistics office; 2 digits for a province, 3 for a district, 5 for a commune.
  package let code: String
  /// With its kind in front, as `Huyện Ea Súp`.
  package let name: String
  package let rank: Rank
  package let parent: String?
  /// Names from the province down, joined by `/`.
  package let path: String
}

/// The provinces, districts and communes of Viet Nam as they were while the first campaign ran.
package struct Territories: Sendable {
  /// In pre-order: a unit comes before everything inside it.
  package let list: [Territory]
  private let indices: [String: Int]
  /// For each unit the index behind the last one inside it.
  private let ends: [Int]

  /// Read once, from the table that comes with the software; empty when it is not where it belongs.
  package static let all = Territories(table: bundledTable() ?? "")

  /// Why places are not known, for whoever needs them while the table is missing.
  package static let missing = FoldFailure(
    "the table of territories is missing: \(bundle) belongs beside the program")

  /// Each line of the table is code, letter of the kind, name; provinces, districts and communes
  /// follow their parent and are told apart by the length of the code. Other lines are left out.
  package init(table: String) {
    var list: [Territory] = []
    var ends: [Int] = []
    var open: [Int] = []
    for line in table.split(separator: "\n") {
      guard let entry = Entry(line) else { continue }
      open.removeAll { list[$0].code.utf8.count >= entry.code.utf8.count }
      let parent = open.last.map { list[$0] }
      for index in open { ends[index] = list.count + 1 }
      open.append(list.count)
      list.append(entry.territory(under: parent))
      ends.append(list.count)
    }
    self.list = list
    self.ends = ends
    indices = Dictionary(
      list.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The unit of that code.
  package subscript(code: String) -> Territory? { indices[code].map { list[$0] } }

  /// The codes of the place and of every place inside it; a code that nobody knows stands for
  /// itself.
  package func places(inside code: String) -> [String] {
    guard let index = indices[code] else { return [code] }
    return list[index..<ends[index]].map(\.code)
  }

  /// The district that the place is or lies in; none for a province and for an unknown code.
  package func district(of code: String) -> String? {
    guard let territory = self[code] else { return nil }
    switch territory.rank {
    case .province: return nil
    case .district: return code
    case .commune: return territory.parent
    }
  }

  /// The folder beside the program that holds the table.
  package static let bundle = "Kiem_Projections.resources"

  private static func bundledTable() -> String? {
    guard let folder = ProgramFolder.bundled(bundle) else { return nil }
    let file = folder.appendingPathComponent("Territories/units-2021-08-01.txt")
    return try? String(contentsOf: file, encoding: .utf8)
  }
}

/// One line of the table.
private struct Entry {
  let code: String
  let kind: String
  let name: Substring

  init?(_ line: Substring) {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line.dropFirst(digits.count)
    guard [2, 3, 5].contains(digits.utf8.count), let letter = rest.first,
      let kind = Entry.kinds[letter]
    else { return nil }
    code = String(digits)
    self.kind = kind
    name = rest.dropFirst()
  }

  func territory(under parent: Territory?) -> Territory {
    let full = "\(kind) \(name)"
    let rank: Territory.Rank =
      switch code.utf8.count {
      case 2: .province
      case 3: .district
      default: .commune
      }
    return Territory(
      code: code, name: full, rank: rank, parent: parent?.code,
      path: parent.map { "\($0.path)/\(full)" } ?? full)
  }

  private static let kinds: [Character: String] = [
    "t": "Tỉnh", "P": "Thành phố", "q": "Quận", "h": "Huyện", "T": "Thị xã", "x": "Xã",
    "p": "Phường", "n": "Thị trấn",
  ]
}
