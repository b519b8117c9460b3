import Catalog
import Foundation
import LedgerModel
import PlanFile
import TestSupport
import Testing

@Suite("Plan file: the bundled plan of Đắk Lắk")
struct BundledPlanTests {
  private func compiled() throws -> CompiledPlan {
    try PlanCompiler.compile(PlanFolder(bundled: "daklak-2021-07"))
  }

  private func count(_ plan: CompiledPlan, _ name: String) -> Int {
    plan.items.count { $0.event.type.name == name }
  }

  /// The figures of the province: 15 district federations, 6 sector unions, 1,731 grassroots
  /// unions with 77,447 members; 22 duties and 15 open readings.
  @Test func hasTheProvincesFigures() throws {
    let plan = try compiled()
    let units = plan.items.map(\.event).filter { $0.type.name == "orgunit.registered" }
    #expect(units.count { $0.text("kind") == "ldld-huyen" } == 15)
    #expect(units.count { $0.text("kind") == "cd-nganh" } == 6)
    #expect(units.count { $0.text("level") == "grassroots" } == 1_731)
    let members = plan.items.map(\.event).filter { $0.type.name == "headcount.declared" }
      .compactMap { $0.integer("members") }.reduce(0, +)
    #expect(members == 77_447)
    #expect(count(plan, "duty.declared") == 22)
    let issued = try #require(plan.items.first { $0.event.type.name == "plan.issued" })
    #expect(issued.event["readings"]?.list?.count == 15)
    #expect(plan.warnings.isEmpty)
  }

  @Test func keepsTheTwoDeadlines() throws {
    let duties = try compiled().items.map(\.event).filter { $0.type.name == "duty.declared" }
    let upper = try #require(duties.first { $0.text("duty") == "O11" })
    #expect(upper.date("due")?.iso8601 == "2021-08-05")
    #expect(upper.text("boundary") == "before")
    let province = try #require(duties.first { $0.text("duty") == "O7" })
    #expect(province.date("due")?.iso8601 == "2021-08-10")
  }

  @Test func comesInTheOrderOfTheFormat() throws {
    let order = [
      "campaign.created", "document.registered", "orgunit.registered", "plan.issued",
      "outlet.registered", "headcount.declared", "material.published", "material.allocated",
      "quiz.published", "duty.declared",
    ]
    var seen: [String] = []
    for name in try compiled().items.map(\.event.type.name) where seen.last != name {
      seen.append(name)
    }
    #expect(seen == order)
  }

  @Test func parentsComeFirst() throws {
    var known: Set<String> = []
    for event in try compiled().items.map(\.event)
    where event.type.name == "orgunit.registered" {
      if let parent = event.text("parent") { #expect(known.contains(parent)) }
      known.insert(event.text("unit") ?? "")
    }
  }
}
