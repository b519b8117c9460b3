package import LedgerModel
package import PlanFile
import Projections

/// July and August 2021 in a province or in the whole country, played with a seed.
///
/// The same options give the same events in the same order. The campaign is played as far as the
/// number of events reaches; what is left is filled with people who open materials.
package final class Simulation {
  package let options: DemoOptions
  /// The campaign that is played.
  package var campaign: String { setting.plan.campaign }
  /// Names the event of the plan that an item becomes.
  package var planIdentifier: (CompiledPlan.Item) throws -> String = { "plan:\($0.path)" }

  private let setting: Setting

  /// Prepares a play. Throws when the plan that comes with the program does not compile, and when
  /// the program was copied without its data.
  package init(options: DemoOptions) throws {
    if Territories.all.list.isEmpty { throw PlanFileError.missing(Territories.bundle) }
    self.options = options
    setting = try Setting(options)
  }

  /// The clock of a ledger that holds the play: its end, 01/9/2021 00:00.
  package var clock: Instant {
    setting.plan.opens.later(by: Stage.days(Stage.dayCount))
  }

  /// Plays everything into `sink`.
  ///
  /// - Parameters:
  ///   - progress: told now and then how many events are recorded.
  ///   - isCancelled: asked now and then; the play then ends with `CancellationError`.
  /// - Returns: what the play knows of itself.
  /// - Throws: what the sink throws.
  package func play(
    into sink: some SimulationSink, progress: @escaping (Int) -> Void = { _ in },
    isCancelled: @escaping () -> Bool = { false }
  ) throws -> SimulationRecord {
    let stage = Stage(setting, windowsPerDay: windowsPerDay, isRehearsal: false)
    let performance = Performance(
      stage, limit: options.eventCount, sink: sink, progress: progress, isCancelled: isCancelled)
    try open(performance, on: stage)
    var acts = ActList.campaign(on: stage)
    acts.append(AccessesAct(count: options.eventCount - campaignCount(), on: stage))
    for window in 0..<stage.agenda.windowCount where !performance.isOver {
      let end = stage.agenda.end(of: window)
      for index in acts.indices { acts[index].play(before: end, on: stage) }
      try performance.record(stage.take(window))
    }
    try performance.finish()
    return stage.record
  }

  /// Records the plan; what of it happens later waits for its day.
  private func open(_ performance: Performance<some SimulationSink>, on stage: Stage) throws {
    try setting.plan.forEachItem { item in
      var event = item.event
      event.id = try planIdentifier(item)
      if event.time > stage.opens {
        stage.schedulePlanned(event)
      } else {
        try performance.record(event, at: stage.opens)
      }
    }
  }

  /// How many events the campaign has, found by a rehearsal that makes none of them.
  private func campaignCount() -> Int {
    let stage = Stage(setting, windowsPerDay: 1, isRehearsal: true)
    var acts = ActList.campaign(on: stage)
    for index in acts.indices { acts[index].play(before: stage.end, on: stage) }
    var planned = 0
    setting.plan.forEachItem { _ in planned += 1 }
    return planned + stage.scheduledCount
  }

  /// Windows so short that about 20,000 events fall into each.
  private var windowsPerDay: Int {
    let needed = options.eventCount / (Stage.dayCount * 20_000)
    return [1, 2, 4, 8, 16, 32, 64].first { $0 > needed } ?? 96
  }
}
