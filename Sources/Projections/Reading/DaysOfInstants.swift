import Columns
import LedgerModel

/// The days that the instants of a column lie in, each in the zone of the row's campaign. Zones move
/// by quarter hours, so that a day is found once per quarter hour.
final class DaysOfInstants {
  private static let quarterHour: Int64 = 900_000_000
  private static let slotCount = 4_096

  private struct Slot {
    var step = Int64.min
    var zone = -1
    var day = Day.earliest
  }

  private let campaigns: CampaignList
  private var slots = [Slot](repeating: Slot(), count: DaysOfInstants.slotCount)
  private var zones: [CivilZone] = []
  private var numberOfCampaign: [String?: Int] = [:]
  private var at = Column.constant(.none)
  private var zoneOfRow: RowMemo<Int>?

  init(_ campaigns: CampaignList) { self.campaigns = campaigns }

  /// Goes on to other rows. `at` holds instants.
  func follow(_ at: Column, _ campaign: Column) {
    self.at = at
    zoneOfRow = RowMemo(campaign) { [unowned self] in self.zone(of: $0.text) }
  }

  /// False for a row without an instant.
  func isKnown(_ row: Int) -> Bool { instant(row) != nil }

  /// The day of a row that has an instant.
  func day(_ row: Int) -> Day {
    guard let instant = instant(row), let zone = zoneOfRow?[row] else { return .earliest }
    let step = instant.microseconds / DaysOfInstants.quarterHour
    // Before 1970 division rounds up: such a step would hold two quarter hours.
    guard instant.microseconds >= 0 else { return zones[zone].day(of: instant) }
    let place = Int(step) & (DaysOfInstants.slotCount - 1)
    if slots[place].step != step || slots[place].zone != zone {
      slots[place] = Slot(step: step, zone: zone, day: zones[zone].day(of: instant))
    }
    return slots[place].day
  }

  private func instant(_ row: Int) -> Instant? {
    if case .numbers(let numbers) = at, numbers.kind == .instant {
      if let present = numbers.isPresent, present[row] == 0 { return nil }
      return Instant(microseconds: numbers.numbers[row])
    }
    return at.value(at: row).instant
  }

  private func zone(of campaign: String?) -> Int {
    if let known = numberOfCampaign[campaign] { return known }
    zones.append(campaigns.zone(of: campaign))
    numberOfCampaign[campaign] = zones.count - 1
    return zones.count - 1
  }
}
