import Projections
import Text

/// The unions of the whole country, modelled on the administrative units of 2021: a federation for
/// each province and district, five or so sector unions in each province, and about 126,000
/// grassroots unions with ten and a half million members.
struct Country {
  private let dice: Dice
  private var units: [Population.Unit] = []
  /// The places of a unit's grassroots unions.
  private var places: [(unit: Int, codes: [String])] = []

  private static let sectors = [
    ("giao-duc", "Giáo dục", "giáo dục"), ("y-te", "Y tế", "y tế"),
    ("vien-chuc", "Viên chức", "viên chức"), ("cong-thuong", "Công thương", "công thương"),
    ("xay-dung-gtvt", "Xây dựng – Giao thông vận tải", "xây dựng, giao thông"),
    ("nong-nghiep", "Nông nghiệp và Phát triển nông thôn", "nông nghiệp"),
  ]

  private init(_ dice: Dice) { self.dice = dice }

  static func population(_ dice: Dice) -> Population {
    var country = Country(dice)
    country.add(
      id: "tld", kind: "tld", level: "central", name: "Tổng Liên đoàn Lao động Việt Nam",
      parent: nil, territory: nil)
    let territories = Territories.all.list
    for place in territories where place.rank == .province { country.addProvince(place) }
    for (unit, codes) in country.places { country.addGrassroots(under: unit, codes) }
    return Population(units: country.units)
  }

  private mutating func add(
    id: String, kind: String, level: String, name: String, parent: Int?, sector: String? = nil,
    territory: String?
  ) {
    units.append(
      Population.Unit(
        id: id, kind: kind, level: level, name: name, parent: parent, sector: sector,
        territory: territory, officials: staff(of: level), members: 0))
  }

  private mutating func addProvince(_ province: Territory) {
    let name = Country.inSentence(province.name)
    let federation = units.count
    add(
      id: "ldld-\(slug(Country.proper(province.name)))", kind: "ldld-tinh", level: "provincial",
      name: "LĐLĐ \(name)", parent: 0, territory: province.code)
    let inside = Territories.all.places(inside: province.code)
    for code in inside {
      guard let district = Territories.all[code], district.rank == .district else { continue }
      let codes = Territories.all.places(inside: code).filter { $0.utf8.count == 5 }
      places.append((units.count, codes.isEmpty ? [code] : codes))
      add(
        id: "ldld-\(slug(Country.proper(district.name)))-\(code)", kind: "ldld-huyen",
        level: "upper", name: "LĐLĐ \(Country.inSentence(district.name))", parent: federation,
        territory: code)
    }
    let communes = inside.filter { $0.utf8.count == 5 }
    let count = dice.number(4...Country.sectors.count, .population, federation)
    for (id, title, sector) in Country.sectors.prefix(count) {
      places.append((units.count, communes))
      add(
        id: "cdn-\(id)-\(province.code)", kind: "cd-nganh", level: "upper",
        name: "Công đoàn ngành \(title) \(name)", parent: federation, sector: sector,
        territory: province.code)
    }
  }

  private mutating func addGrassroots(under upper: Int, _ codes: [String]) {
    let above = units[upper]
    let number = above.territory ?? ""
    let sector = above.sector == nil ? number : "\(above.id.dropFirst(4).prefix(2))\(number)"
    for index in 0..<dice.bell(58...186, .population, upper, 1) {
      let subject = units.count
      let share = dice.number(0...999, .population, subject)
      // The cube of an even share: many small unions, few large ones, 83 members on average.
      let members = 12 + 284 * share * share * share / 999_000_000
      let officials = min(15, 3 + members / 25)
      let code = codes[index % codes.count]
      units.append(
        Population.Unit(
          id: "cdcs-\(sector)-\(index + 1)", kind: "cdcs", level: "grassroots",
          name: grassrootsName(index, code, codes.count), parent: upper, sector: above.sector,
          territory: code, officials: officials, members: members - officials))
    }
  }

  private func grassrootsName(_ index: Int, _ code: String, _ communeCount: Int) -> String {
    let place = Territories.all[code].map { Country.inSentence($0.name) } ?? code
    let round = index / communeCount
    guard round > 0 else { return "CĐCS \(place)" }
    let kinds = ["Trường Tiểu học", "Trạm Y tế", "Trường THCS", "Hợp tác xã", "Công ty TNHH"]
    return "CĐCS \(kinds[(round - 1) % kinds.count]) số \(round), \(place)"
  }

  /// `Thành phố Hà Nội` as it stands inside a name: `thành phố Hà Nội`.
  private static func inSentence(_ name: String) -> String {
    name.prefix(1).lowercased() + name.dropFirst()
  }

  /// The name without its kind.
  private static func proper(_ name: String) -> String {
    for kind in ["Thành phố ", "Tỉnh ", "Quận ", "Huyện ", "Thị xã "] where name.hasPrefix(kind) {
      return String(name.dropFirst(kind.count))
    }
    return name
  }
}
