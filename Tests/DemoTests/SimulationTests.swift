import Catalog
import Demo
import LedgerModel
import Testing

@Suite("Demo: the play")
struct SimulationTests {
  @Test(
    "as many events as were asked for, whatever the number", arguments: [1, 1_000, 50_000, 400_000])
  func countsExactly(number: Int) throws {
    let sink = ListSink(keeps: false)
    let record = try Simulation(options: DemoOptions(eventCount: number)).play(into: sink)
    #expect(sink.count == number)
    #expect(record.counts.values.reduce(0, +) == number)
  }

  @Test func theSameArgumentsPlayTheSame() throws {
    let roots = try (0..<2).map { _ in
      let sink = ListSink(keeps: false)
      _ = try Simulation(options: DemoOptions(eventCount: 100_000)).play(into: sink)
      return try sink.root()
    }
    #expect(roots[0] == roots[1])
  }

  @Test func anotherSeedPlaysAnother() throws {
    let roots = try [UInt64(1), 2].map { seed in
      let sink = ListSink(keeps: false)
      _ = try Simulation(options: DemoOptions(eventCount: 20_000, seed: seed)).play(into: sink)
      return try sink.root()
    }
    #expect(roots[0] != roots[1])
  }

  /// Every event is right by the catalogue, and the ledger's clock never goes back.
  @Test func everyEventIsValidAndInOrder() throws {
    let validator = EventValidator()
    var last = Instant(microseconds: 0)
    var problems: [String] = []
    var isOrdered = true
    let sink = ListSink(keeps: false) { item in
      isOrdered = isOrdered && last <= item.recorded
      last = item.recorded
      let found = validator.validate(item.event).problems
      if !found.isEmpty { problems.append("\(item.event.type.name): \(found)") }
    }
    _ = try Simulation(options: DemoOptions()).play(into: sink)
    #expect(isOrdered)
    #expect(problems.isEmpty, "\(problems.prefix(5))")
  }

  /// What never happens in the demo: erasure and files have issues and commands of their own.
  @Test func nearlyEveryTypeOfTheCatalogueHappens() throws {
    let record = try Simulation(options: DemoOptions()).play(into: ListSink(keeps: false))
    let missing = EventCatalog.types.map(\.name).filter { record.counts[$0] == nil }
    #expect(
      Set(missing).isSubset(of: [
        "subject.erased", "import.completed", "target.set", "plan.amended", "document.recalled",
        "orgunit.split",
      ]), "\(missing)")
  }

  /// People open every material, over every channel, the first ones of each list most often.
  @Test func materialsAreOpenedOverEveryChannel() throws {
    var (materials, channels): ([String: Int], [String: Int]) = ([:], [:])
    let sink = ListSink(keeps: false) { item in
      guard item.event.type.name == "material.accessed" else { return }
      materials[item.event.text("material") ?? "", default: 0] += 1
      channels[item.event.text("channel") ?? "", default: 0] += 1
    }
    _ = try Simulation(options: DemoOptions()).play(into: sink)
    #expect(materials.count == 8)
    #expect(channels.count == 7)
    #expect(materials.max { $0.value < $1.value }?.key == "tl-c1")
    #expect(channels.max { $0.value < $1.value }?.key == "website")
  }

  /// At ten million events somebody studies in the first hours of a union that was merged that day;
  /// an entry of the merger at eight in the morning made the ledger refuse those events.
  @Test func aMergerIsEnteredBeforeItsFirstDay() throws {
    var mergerCount = 0
    var late: [String] = []
    let zone = CivilZone.vietnam
    let sink = ListSink(keeps: false) { item in
      guard item.event.type.name == "orgunit.merged", case .date(let day) = item.event["on"] else {
        return
      }
      mergerCount += 1
      if item.recorded >= zone.start(of: day) { late.append(item.event.text("target") ?? "") }
    }
    _ = try Simulation(options: DemoOptions()).play(into: sink)
    #expect(mergerCount > 0 && late.isEmpty, "\(late)")
  }

  @Test func aNationBeginsInTheSameWay() throws {
    let sink = ListSink(keeps: false)
    let options = DemoOptions(size: .nation, eventCount: 200_000)
    let record = try Simulation(options: options).play(into: sink)
    #expect(sink.count == 200_000)
    #expect((record.counts["orgunit.registered"] ?? 0) > 100_000)
  }
}
