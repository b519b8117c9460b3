import LedgerModel
import PlanFile

/// What a play starts from: a pure function of its options.
struct Setting: Sendable {
  let plan: PlayedPlan
  let population: Population
  let tree: TreeChanges
  let dice: Dice
  let rates: Rates
  /// Copies set aside, by material and unit.
  let allocations: [String: [String: Int]]
  let restrictions: Restrictions

  init(_ options: DemoOptions) throws {
    let bundled = try PlanCompiler.compile(PlanFolder(bundled: "daklak-2021-07"))
    dice = Dice(seed: options.seed)
    rates = Rates.rates(of: options.size)
    let first: Population
    switch options.size {
    case .province:
      plan = PlayedPlan(province: bundled)
      first = Population(plan: bundled.items.map(\.event))
    case .nation:
      first = Country.population(dice)
      plan = PlayedPlan(country: first, like: bundled)
    }
    (population, tree) = TreeChanges.plan(first, dice)
    allocations = Setting.allocations(of: plan)
    restrictions = Restrictions(population, dice)
  }

  private static func allocations(of plan: PlayedPlan) -> [String: [String: Int]] {
    var copies: [String: [String: Int]] = [:]
    for item in plan.beginning + plan.rest where item.event.type == .materialAllocated {
      guard let material = item.event.text("material"), let unit = item.event.text("to_unit")
      else { continue }
      copies[material, default: [:]][unit] = item.event.integer("quantity").map { Int($0) } ?? 0
    }
    return copies
  }
}
