import LedgerModel

/// Puts facts together into units, in log order: what is said later about the same thing holds.
struct UnitHistoryBuilder {
  private var units: [UnitRecord] = []
  private var numbers: [String: Int] = [:]

  mutating func take(_ fact: UnitFact) {
    switch fact[.fact].text ?? "" {
    case "registered": register(fact)
    case "renamed": rename(fact)
    case "moved": move(fact)
    case "closed": update(fact.unit, fact) { $0.closed = fact.day }
    case "merged": merge(fact)
    case "split": split(fact)
    default: break
    }
  }

  /// Columns of a row of `headcounts` that `takeHeadcount` reads, in their order.
  static let headcountColumns =
    ["unit", "as_of", "officials", "members", "workers"] + StoredRow.versionColumns

  mutating func takeHeadcount(_ row: StoredRow) {
    guard let unit = row[0].text, let number = numbers[unit], let day = row[1].day else { return }
    units[number].headcounts.append(
      .init(
        day: day, officials: row[2].integer, members: row[3].integer, workers: row[4].integer,
        version: row.version(at: 5)))
  }

  /// The units with their dated facts in the order of days, a later event after an earlier one.
  /// `check` is called every 4,096 units and may throw to end the work.
  consuming func finished(
    _ check: () throws -> Void
  ) throws -> (units: [UnitRecord], numbers: [String: Int]) {
    for number in units.indices {
      if number.isMultiple(of: 4_096) { try check() }
      if units[number].names.count > 1 { units[number].names.sort { before($0, $1) } }
      if units[number].parents.count > 1 { units[number].parents.sort { before($0, $1) } }
      if units[number].headcounts.count > 1 { units[number].headcounts.sort { $0.day < $1.day } }
    }
    return (units, numbers)
  }

  private func before<Content>(
    _ left: UnitRecord.Dated<Content>, _ right: UnitRecord.Dated<Content>
  ) -> Bool {
    if left.day == right.day { return left.position < right.position }
    guard let leftDay = left.day else { return true }
    guard let rightDay = right.day else { return false }
    return leftDay < rightDay
  }

  private mutating func register(_ fact: UnitFact) {
    update(fact.unit, fact) { unit in
      unit.isRegistered = true
      unit.kind = fact[.kind].text ?? unit.kind
      unit.level = fact[.level].text ?? unit.level
      unit.code = fact[.code].text
      unit.sector = fact[.sector].text
      unit.territory = fact[.territory].text
      unit.departments = fact[.departments].texts
      unit.opened = fact.day ?? unit.opened
      // What a merger or split assumed of a target gives way to its own registration.
      unit.names.removeAll { $0.day == nil }
      unit.parents.removeAll { $0.day == nil }
      unit.names.append(
        .init(day: nil, position: fact.origin, content: fact.name ?? fact.unit))
      unit.parents.append(
        .init(day: nil, position: fact.origin, content: fact[.parent].text))
    }
  }

  private mutating func rename(_ fact: UnitFact) {
    update(fact.unit, fact) { unit in
      if unit.names.isEmpty, let old = fact[.old].text {
        unit.names.append(.init(day: nil, position: fact.origin, content: old))
      }
      unit.names.append(
        .init(day: fact.day, position: fact.origin, content: fact.name ?? fact.unit))
    }
  }

  private mutating func move(_ fact: UnitFact) {
    update(fact.unit, fact) { unit in
      unit.parents.append(
        .init(day: fact.day, position: fact.origin, content: fact[.parent].text))
    }
  }

  private mutating func merge(_ fact: UnitFact) {
    let sources = fact[.units].texts
    found(fact.unit, name: fact.name, after: sources.first, fact)
    for source in sources where source != fact.unit {
      succeed(source, by: [fact.unit], fact)
    }
  }

  private mutating func split(_ fact: UnitFact) {
    let targets = fact[.units].elements
    for target in targets {
      guard let unit = target[field: "unit"].text else { continue }
      found(unit, name: target[field: "name"].text, after: fact.unit, fact)
    }
    let units = targets.compactMap { $0[field: "unit"].text }
    if units.contains(fact.unit) {
      for unit in units where unit != fact.unit { precede(unit, fact.unit, fact) }
    } else {
      succeed(fact.unit, by: units, fact)
    }
  }

  /// A target that nobody registered takes after the unit that it comes from.
  private mutating func found(
    _ unit: String, name: String?, after source: String?, _ fact: UnitFact
  ) {
    guard numbers[unit] == nil else { return }
    let model = source.flatMap { numbers[$0] }.map { units[$0] }
    update(unit, fact) { new in
      new.kind = model?.kind ?? ""
      new.level = model?.level ?? ""
      new.opened = fact.day
      new.names.append(.init(day: nil, position: fact.origin, content: name ?? unit))
      let parent = fact.day.flatMap { model?.parent(on: $0) } ?? nil
      new.parents.append(.init(day: nil, position: fact.origin, content: parent))
    }
  }

  private mutating func succeed(_ source: String, by targets: [String], _ fact: UnitFact) {
    update(source, fact) { unit in
      unit.closed = fact.day
      unit.successors = targets
    }
    for target in targets { precede(target, source, fact) }
  }

  private mutating func precede(_ target: String, _ source: String, _ fact: UnitFact) {
    update(target, fact) { unit in
      if !unit.predecessors.contains(source) { unit.predecessors.append(source) }
    }
  }

  private mutating func update(
    _ unit: String, _ fact: UnitFact, _ change: (inout UnitRecord) -> Void
  ) {
    let number: Int
    if let known = numbers[unit] {
      number = known
    } else {
      number = units.count
      numbers[unit] = number
      units.append(
        UnitRecord(
          unit, known: fact[.time].instant ?? Instant(microseconds: 0),
          version: fact.version))
    }
    change(&units[number])
    units[number].version = units[number].version.merged(with: fact.version)
  }
}
