import LedgerModel
import Projections

/// Those who owe a duty, and how a bearer finds its place among them. Duties of one selector share
/// a list where nothing changed between their days.
final class HolderList {
  let holders: [ExpectedHolder]
  /// By holder whether it still is one on the due day.
  let isApplicable: [Bool]
  /// From the code of a bearer on, for pairs that of a target, the number of its holder; −1 none.
  private let numbers: [Int32]
  private let firstCode: Int32
  /// By holder the code of the bearer that its key names.
  let keyNames: [Int32]
  /// By holder the code of the target that its key names; empty where there is none.
  let targetNames: [Int32]

  /// `check` is called every 4,096 holders and may throw to end the work. O(holders).
  init(
    _ holders: [ExpectedHolder], of duty: CompiledDuty, _ names: inout Interner,
    check: () throws -> Void
  ) throws {
    self.holders = holders
    isApplicable = holders.map(\.isApplicable)
    let isGrouped = duty.rule.cardinality == .any
    var codes: [(code: Int32, holder: Int32)] = []
    var (keyNames, targetNames) = ([Int32](), [Int32]())
    codes.reserveCapacity(holders.count)
    keyNames.reserveCapacity(holders.count)
    for (number, holder) in holders.enumerated() {
      if number.isMultiple(of: 4_096) { try check() }
      let name = names.code(holder.person ?? holder.unit)
      keyNames.append(name)
      if let target = holder.target {
        targetNames.append(names.code(target))
        codes.append((targetNames[number], Int32(number)))
      } else if isGrouped {
        for member in holder.members { codes.append((names.code(member), Int32(number))) }
      } else {
        codes.append((name, Int32(number)))
      }
    }
    (self.keyNames, self.targetNames) = (keyNames, targetNames)
    try check()
    (firstCode, numbers) = HolderList.numbers(codes, isApplicable)
  }

  private static func numbers(
    _ codes: [(code: Int32, holder: Int32)], _ isApplicable: [Bool]
  ) -> (firstCode: Int32, numbers: [Int32]) {
    let first = codes.min { $0.code < $1.code }?.code ?? 0
    let last = codes.max { $0.code < $1.code }?.code ?? -1
    var numbers = [Int32](repeating: -1, count: Int(last - first) + 1)
    for (code, holder) in codes {
      let place = Int(code - first)
      // A holder of the due day takes precedence over one of earlier days.
      if numbers[place] < 0 || isApplicable[Int(holder)] { numbers[place] = holder }
    }
    return (first, numbers)
  }

  /// The number of the holder of a bearer. O(1).
  func holder(of bearer: Int32) -> Int32? {
    let place = Int(bearer) - Int(firstCode)
    guard bearer >= 0, place >= 0, place < numbers.count, numbers[place] >= 0 else { return nil }
    return numbers[place]
  }

  /// What two duties must have in common to share a list.
  struct Key: Hashable {
    let holder: String
    let each: String?
    let zone: String
    let owner: String?
    let group: String?
    let isOneOfGroup: Bool
    let opens: Day
    let dueDay: Day
  }
}

extension HolderFinder {
  /// Duties with the same key have the same holders: between changes of units every day answers
  /// alike, and offices are asked for by the day itself.
  var key: HolderList.Key {
    let (rule, dueDay) = (duty.rule, duty.dueDay)
    let isByDay = duty.bearer == .person
    return HolderList.Key(
      holder: rule.holder, each: rule.each, zone: duty.settings.zone.identifier,
      owner: duty.settings.owner, group: rule.group, isOneOfGroup: rule.cardinality == .any,
      opens: isByDay ? rule.opens : firstDay(ofStretchWith: rule.opens),
      dueDay: isByDay ? dueDay : firstDay(ofStretchWith: dueDay))
  }
}
