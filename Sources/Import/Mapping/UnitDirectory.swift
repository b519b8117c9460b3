import Text

/// Knows the units that a table may name.
package protocol UnitDirectory: Sendable {
  /// True for the id of a known unit.
  func contains(unit id: String) -> Bool
  /// Every unit of that name, accents, case, dashes and apostrophes aside.
  func units(named name: String) -> [NamedUnit]
  /// Names that may have been meant, at most three.
  func likelyNames(_ name: String) -> [String]
}

/// One unit as messages name it.
package struct NamedUnit: Sendable, Hashable {
  package let id: String
  package let name: String
  /// Names from the root down to the unit, as `LĐLĐ tỉnh › LĐLĐ huyện Ea Súp`.
  package let path: String

  package init(id: String, name: String, path: String) {
    self.id = id
    self.name = name
    self.path = path
  }
}

/// A directory in memory, made from a list of units.
package struct UnitList: UnitDirectory {
  private let identifiers: Set<String>
  private let byKey: [String: [NamedUnit]]

  package init(_ units: [NamedUnit]) {
    identifiers = Set(units.map(\.id))
    byKey = Dictionary(grouping: units) { searchKey($0.name) }
  }

  package func contains(unit id: String) -> Bool { identifiers.contains(id) }

  /// Units whose name is the same to the letter come alone, else all that are loosely the same.
  package func units(named name: String) -> [NamedUnit] {
    let found = byKey[searchKey(name)] ?? []
    let exact = found.filter { $0.name == name }
    return exact.isEmpty ? found : exact
  }

  package func likelyNames(_ name: String) -> [String] {
    Text.likelyNames(name, in: byKey.values.joined().map(\.name))
  }
}
