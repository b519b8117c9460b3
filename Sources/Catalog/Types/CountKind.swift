/// What a whole number counts. Numbers of different kinds are never added up.
package enum CountKind: String, CaseIterable, Sendable, Hashable, Codable {
  case person, unit, attempt, item, copy, view, row
}
