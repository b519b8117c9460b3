/// Made-up names of people of the highlands and the plains; nobody real is meant.
struct PersonName {
  let text: String
  let isFemale: Bool

  private static let surnames = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý",
  ]
  private static let womensMiddle = ["Thị", "Ngọc", "Thu", "Thanh", "Kim", "Thị Bích"]
  private static let mensMiddle = ["Văn", "Đức", "Quang", "Minh", "Hữu", "Đình"]
  private static let womensGiven = [
    "Hoa", "Lan", "Hương", "Thủy", "Nga", "Hạnh", "Phượng", "Yến", "Mai", "Đào", "Ánh", "Uyên",
  ]
  private static let mensGiven = [
    "Hùng", "Dũng", "Tuấn", "Sơn", "Thắng", "Ân", "Ước", "Đạt", "Khoa", "Vinh", "Bình", "Quý",
  ]
  /// Ê Đê: the given name comes first, the clan behind it.
  private static let clans = ["Niê", "Êban", "Mlô", "Ksơr", "Ayun", "Byă", "Kbuôr", "Hđơk"]
  private static let edeWomen = ["H'Nga", "H'Bia", "H'Yam", "H'Luin", "H'Rôda"]
  private static let edeMen = ["Y Bhiu", "Y Thanh", "Y Kô", "Y Wang", "Y Ly"]

  /// The name of a person.
  init(of person: Int, _ dice: Dice) {
    isFemale = dice.chance(540, .gender, person)
    func pick(_ list: [String], _ index: Int) -> String { dice.pick(list, .name, person, index) }
    if dice.chance(140, .name, person) {
      text = "\(pick(isFemale ? Self.edeWomen : Self.edeMen, 1)) \(pick(Self.clans, 2))"
    } else {
      let middle = isFemale ? Self.womensMiddle : Self.mensMiddle
      let given = isFemale ? Self.womensGiven : Self.mensGiven
      text = "\(pick(Self.surnames, 1)) \(pick(middle, 2)) \(pick(given, 3))"
    }
  }
}
