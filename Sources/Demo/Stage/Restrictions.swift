import LedgerModel
import Projections

/// Where gatherings are restricted and when: known to the acts before it is declared, because
/// what people do depends on it.
struct Restriction: Sendable {
  let id: String
  let territory: String
  let level: String
  let starts: Int
  /// First day without it; none while it goes on.
  let ends: Int?
  let provincial: Int
}

/// All restrictions of the play.
struct Restrictions: Sendable {
  let list: [Restriction]
  private let byTerritory: [String: [Restriction]]

  /// Districts of Đắk Lắk for the one province, three districts in ten for the country.
  init(_ population: Population, _ dice: Dice) {
    list =
      population.provincial.count == 1
      ? Restrictions.ofDakLak(population.provincial[0])
      : Restrictions.drawn(population, dice)
    var byTerritory: [String: [Restriction]] = [:]
    for restriction in list { byTerritory[restriction.territory, default: []].append(restriction) }
    self.byTerritory = byTerritory
  }

  /// Whether a restriction holds at a place on a day.
  func hold(at territory: String?, on day: Int) -> Bool {
    guard let territory else { return false }
    let district = Territories.all.district(of: territory)
    return [territory, district].compactMap { $0.flatMap { byTerritory[$0] } }.joined()
      .contains { $0.starts <= day && $0.ends.map { day < $0 } ?? true }
  }

  private static func ofDakLak(_ province: Int) -> [Restriction] {
    let rows: [(String, String, Int, Int?)] = [
      ("643", "15", july(20), july(24)), ("643", "16", july(24), august(9)),
      ("657", "16", july(20), august(6)), ("644", "15", july(26), august(15)),
      ("654", "19", august(10), nil), ("24292", "16", july(22), august(5)),
      ("651", "15", august(3), august(24)),
    ]
    return rows.map { territory, level, starts, ends in
      Restriction(
        id: "gc-\(territory)-\(level)", territory: territory, level: level, starts: starts,
        ends: ends, provincial: province)
    }
  }

  private static func drawn(_ population: Population, _ dice: Dice) -> [Restriction] {
    population.upper.compactMap { index in
      let unit = population.units[index]
      guard let territory = unit.territory, territory.utf8.count == 3, let province = unit.parent,
        dice.chance(300, .restricted, index)
      else { return nil }
      let starts = dice.number(july(14)...august(10), .restricted, index, 1)
      let length = dice.number(7...30, .restricted, index, 2)
      return Restriction(
        id: "gc-\(territory)", territory: territory,
        level: ["15", "16", "19"][dice.weighted([30, 50, 20], .restricted, index, 3)],
        starts: starts, ends: starts + length < 62 ? starts + length : nil, provincial: province)
    }
  }
}
