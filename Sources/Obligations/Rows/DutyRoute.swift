import LedgerModel
import Projections

/// The rows of one duty, and how bearers find theirs.
final class DutyRoute {
  enum Bearer { case unit, person, pair }

  let duty: CompiledDuty
  let finder: HolderFinder
  let list: HolderList
  let bearer: Bearer
  let campaign: Int32
  /// The duty's id.
  let name: Int32
  /// Number of the duty's first row in the table; rows go holder by holder, part by part.
  let firstRow: Int32
  let partCount: Int
  /// Numbers of rows inside the duty by key text.
  private(set) lazy var rowByText = makeRowByText()

  var zone: CivilZone { duty.settings.zone }
  var holders: [ExpectedHolder] { list.holders }
  var rowCount: Int { list.holders.count * partCount }

  init(
    _ duty: CompiledDuty, _ finder: HolderFinder, _ list: HolderList, _ names: inout Interner,
    firstRow: Int
  ) {
    self.duty = duty
    self.finder = finder
    self.list = list
    self.firstRow = Int32(firstRow)
    partCount = duty.patterns.count
    campaign = names.code(duty.rule.campaign)
    name = names.code(duty.rule.duty)
    bearer = duty.bearer
  }

  /// The number of a bearer's row in the table.
  func row(of bearer: Int32, _ part: Int) -> Int32? {
    list.holder(of: bearer).map { firstRow + $0 * Int32(partCount) + Int32(part) }
  }

  /// The unit that owes the row.
  func holder(of row: Int32) -> String { holders[Int(row - firstRow) / partCount].unit }

  func key(holder: Int, part: Int) -> ObligationKey {
    let expected = list.holders[holder]
    return ObligationKey(
      unit: expected.unit, person: expected.person, target: expected.target,
      part: duty.rule.parts[part].name)
  }

  /// The number inside the duty of the row with that key text; −1 when there is none.
  func row(ofKey text: String, _ names: Interner) -> Int32 {
    guard bearer != .pair, duty.rule.cardinality != .any else {
      return rowByText[text].map { Int32($0) } ?? -1
    }
    let rest = text.dropFirst(duty.rule.key.count + 1)
    for (part, definition) in duty.rule.parts.enumerated() {
      let suffix = definition.name.isEmpty ? "" : "/" + definition.name
      guard rest.hasSuffix(suffix) else { continue }
      let bearer = String(rest.dropLast(suffix.count))
      guard let holder = list.holder(of: names.known(bearer)) else { continue }
      return holder * Int32(partCount) + Int32(part)
    }
    return -1
  }

  private func makeRowByText() -> [String: Int] {
    var rows: [String: Int] = [:]
    for holder in list.holders.indices {
      for part in 0..<partCount {
        rows[key(holder: holder, part: part).text(in: duty.rule.key)] = holder * partCount + part
      }
    }
    return rows
  }
}

extension CompiledDuty {
  /// Whose evidence finds a row: that of a unit, of a person, or about a target.
  var bearer: DutyRoute.Bearer {
    if target != nil { return .pair }
    if case .offices = holder.filter { return .person }
    return .unit
  }
}
