import LedgerModel

/// The page that a unit owns in the play.
struct Page {
  let outlet: String
  let medium: String

  /// A unit's own page, a pure function of unit and seed: federations all have one, of the
  /// grassroots unions three in ten.
  static func of(_ index: Int, on stage: Stage) -> Page? {
    let unit = stage.population.units[index]
    switch unit.level {
    case "provincial": return Page(outlet: "fb-\(suffix(index, on: stage))", medium: "facebook")
    case "upper": break
    case "grassroots": guard stage.dice.chance(300, .page, index) else { return nil }
    default: return nil
    }
    switch stage.dice.weighted([60, 30, 10], .page, index, 1) {
    case 0: return Page(outlet: "fb-\(unit.id)", medium: "facebook")
    case 1: return Page(outlet: "zalo-\(unit.id)", medium: "zalo")
    default: return Page(outlet: "web-\(unit.id)", medium: "website")
    }
  }

  /// Whether the page of a unit is in the ledger by then: a union that opens during the play
  /// registers its own within three days.
  static func isRegistered(of unit: Int, at instant: Instant, on stage: Stage) -> Bool {
    stage.place(unit, at: instant.later(by: Stage.days(-4))) == unit
  }

  /// The website of a provincial federation, which the plan registers.
  static func website(of provincial: Int, on stage: Stage) -> Page {
    Page(outlet: "web-\(suffix(provincial, on: stage))", medium: "website")
  }

  /// The plan of a single province calls its pages `web-tinh` and `fb-tinh`.
  private static func suffix(_ provincial: Int, on stage: Stage) -> String {
    stage.population.provincial.count == 1 ? "tinh" : stage.id(provincial)
  }
}

/// A paper or station that carries the campaign.
struct PressOutlet {
  let id: String
  let medium: String
  let scope: String
  let name: String

  /// Papers and stations of the whole country.
  static let nationwide = [
    PressOutlet(
      id: "bao-lao-dong", medium: "newspaper", scope: "union", name: "Báo của Tổng Liên đoàn"),
    PressOutlet(
      id: "tap-chi-cong-doan", medium: "newspaper", scope: "union", name: "Tạp chí công đoàn"),
    PressOutlet(
      id: "truyen-hinh-qg", medium: "tv", scope: "national", name: "Đài truyền hình quốc gia"),
  ]

  /// The paper and the station of a province.
  static func local(of provincial: Int, on stage: Stage) -> [PressOutlet] {
    let province = stage.population.units[provincial]
    let place = province.name.replacingPrefix("LĐLĐ ", with: "")
    return [
      PressOutlet(
        id: "bao-\(province.id)", medium: "newspaper", scope: "local", name: "Báo \(place)"),
      PressOutlet(
        id: "dai-\(province.id)", medium: "radio", scope: "local",
        name: "Đài Phát thanh – Truyền hình \(place)"),
    ]
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
