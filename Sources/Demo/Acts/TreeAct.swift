import Catalog
import LedgerModel

/// Unions that are renamed, moved, merged, opened and closed, each on a decision of the province;
/// and unions that count their people anew.
struct TreeAct: Act {
  private var timetable: Timetable
  private var recounts: Timetable

  private enum Step: Int, CaseIterable {
    case opened, renamed, moved, closed, merged
  }

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for index in stage.tree.provinces.indices {
        for step in Step.allCases {
          let moment = TreeAct.moment(of: step, on: stage)
          // The decision comes first, so the entry is due a little before.
          draft.add(moment, index * Step.allCases.count + step.rawValue)
        }
      }
    }
    recounts = Timetable(from: stage.opens) { draft in
      for unit in stage.population.grassroots where stage.dice.chance(40, .entry, unit) {
        draft.add(stage.daytime(august(2)..<august(9), .entry, unit, 1), unit)
      }
    }
  }

  private static func moment(of step: Step, on stage: Stage) -> Instant {
    switch step {
    case .opened: stage.moment(TreeChanges.openingDay - 1, 15)
    case .renamed: stage.moment(TreeChanges.renamingDay, 8)
    case .moved: stage.moment(TreeChanges.movingDay, 8)
    case .closed: stage.moment(TreeChanges.closingDay, 8)
    // The day before: people study in the new union from its first minute on.
    case .merged: stage.moment(TreeChanges.mergingDay - 1, 15)
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let (index, step) = entry.subject.quotientAndRemainder(dividingBy: Step.allCases.count)
      guard let step = Step(rawValue: step) else { continue }
      play(step, stage.tree.provinces[index], at: entry.instant, on: stage)
    }
    for entry in recounts.due(before: end) { recount(entry.subject, entry.instant, on: stage) }
  }

  private func play(
    _ step: Step, _ province: TreeChanges.Province, at time: Instant, on stage: Stage
  ) {
    let document = decide(step, province, at: time, on: stage)
    let later = time.later(by: Stage.minutes(30))
    let clerk = stage.clerk(province.provincial)
    let unit = stage.population.units
    func change(_ type: EventType, _ subject: Int?, _ data: [(String, FieldValue?)]) {
      stage.schedule(
        type, id: "tree-\(province.provincial)-\(step.rawValue)", unit: subject, at: later,
        actor: clerk, inCampaign: false, data + [("document", document)])
    }
    func day(_ day: Int) -> FieldValue { .date(stage.date(day)) }
    switch step {
    case .renamed:
      change(
        .orgunitRenamed, province.renamed,
        [
          ("old", .text(unit[province.renamed].name)),
          ("new", .text("\(unit[province.renamed].name) số 1")),
          ("on", day(TreeChanges.renamingDay)),
        ])
    case .moved:
      change(
        .orgunitMoved, province.moved,
        [("parent", stage.unit(province.newParent)), ("on", day(TreeChanges.movingDay))])
    case .closed:
      change(
        .orgunitClosed, province.closed,
        [("on", day(TreeChanges.closingDay)), ("reason", .text("Doanh nghiệp giải thể"))])
    case .merged:
      change(
        .orgunitMerged, nil,
        [
          ("sources", .list(province.merged.map(stage.unit))),
          ("target", stage.unit(province.successor)),
          ("on", day(TreeChanges.mergingDay)),
          ("name", .text(unit[province.successor].name)),
        ])
    case .opened: open(province, at: later, on: stage)
    }
  }

  private func open(_ province: TreeChanges.Province, at time: Instant, on stage: Stage) {
    let unit = stage.population.units[province.opened]
    stage.schedule(
      .orgunitRegistered, id: "tree-\(province.provincial)-0", at: time,
      actor: stage.clerk(province.provincial), inCampaign: false,
      [
        ("unit", .text(unit.id)), ("kind", .text(unit.kind)), ("level", .text(unit.level)),
        ("parent", unit.parent.map(stage.unit)), ("name", .text(unit.name)),
        ("sector", unit.sector.map(FieldValue.text)),
        ("territory", unit.territory.map(FieldValue.text)),
        ("opened", .date(stage.date(TreeChanges.openingDay))),
      ])
    declare(
      unit, officials: unit.officials, members: unit.officials + unit.members,
      id: "count-\(province.opened)", asOf: TreeChanges.openingDay, unitIndex: province.opened,
      at: stage.moment(TreeChanges.openingDay, 9), on: stage)
  }

  private func recount(_ index: Int, _ time: Instant, on stage: Stage) {
    guard stage.place(index, at: time) == index else { return }
    let unit = stage.population.units[index]
    let joined = stage.dice.number(0...6, .entry, index, 2)
    declare(
      unit, officials: unit.officials, members: unit.officials + unit.members + joined,
      id: "recount-\(index)", asOf: august(1), unitIndex: index, at: time, on: stage)
  }

  private func declare(
    _ unit: Population.Unit, officials: Int, members: Int, id: String, asOf: Int, unitIndex: Int,
    at time: Instant, on stage: Stage
  ) {
    stage.schedule(
      .headcountDeclared, id: id, unit: unitIndex, at: time, actor: stage.clerk(unitIndex),
      inCampaign: false,
      [
        ("as_of", .date(stage.date(asOf))), ("officials", .number(officials)),
        ("members", .number(members)), ("workers", .number(members + members / 9)),
        ("source", .text("báo cáo của đơn vị")),
      ])
  }

  /// Registers the decision; its id for the event that rests on it.
  private func decide(
    _ step: Step, _ province: TreeChanges.Province, at time: Instant, on stage: Stage
  ) -> FieldValue? {
    guard step != .opened else { return nil }
    let subjects = [
      "", "Đổi tên công đoàn cơ sở", "Chuyển giao công đoàn cơ sở", "Giải thể công đoàn cơ sở",
      "Hợp nhất công đoàn cơ sở",
    ]
    return stage.registerDocument(
      "qd-\(province.provincial)-\(step.rawValue)", type: "QĐ",
      number: 210 + step.rawValue, notation: "QĐ-LĐLĐ", organ: province.provincial,
      subject: subjects[step.rawValue], at: time)
  }
}
