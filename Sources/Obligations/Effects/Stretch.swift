import LedgerModel
import Projections

/// The rules between two changes of the structure: who owes what stays the same, and only evidence
/// comes in. A duty is routed when its rows are first asked for, and stays so in the stretches that
/// follow until something changes that it rests on.
final class Stretch {
  let start: Position
  let context: ReadingContext
  let duties: [CompiledDuty]
  let lookup: EvidenceLookup
  private let exceptions: [String: [DutyException]]
  /// Numbers of duties by pattern.
  private let takers: [Int: [Int]]
  private var routes: [Int: RoutedDuty] = [:]

  /// - Parameters:
  ///   - earlier: a stretch before this one; rows of sources other than `changed` are the same in
  ///     both.
  init(
    _ context: ReadingContext, _ compiler: DutyCompiler, _ lookup: EvidenceLookup,
    after earlier: Stretch?, changed: Set<String>
  ) throws {
    start = context.position
    self.context = context
    self.lookup = lookup
    let isSame = earlier?.lookup === lookup
    if let earlier, isSame, changed.isDisjoint(with: ["campaigns", "duties"]) {
      (duties, takers) = (earlier.duties, earlier.takers)
    } else {
      duties = try Stretch.duties(context, compiler, lookup.index)
      takers = Stretch.takers(duties)
    }
    if let earlier, changed.isDisjoint(with: ["%duty_exceptions", PersonLinks.source]) {
      exceptions = earlier.exceptions
    } else {
      exceptions = try DutyException.all(in: context)
    }
    guard let earlier, isSame else { return }
    for (number, duty) in duties.enumerated() {
      guard let old = earlier.number(of: duty.rule.key), let route = earlier.routes[old],
        !duty.isReached(by: changed, from: earlier.duties[old])
      else { continue }
      routes[number] = route
    }
  }

  private static func duties(
    _ context: ReadingContext, _ compiler: DutyCompiler, _ index: EvidenceIndex
  ) throws -> [CompiledDuty] {
    let campaigns = try context.campaigns
    return try DutyRule.all(in: context).compactMap { rule in
      try? compiler.compile(rule, campaigns.settings(of: rule.campaign), index)
    }
  }

  private static func takers(_ duties: [CompiledDuty]) -> [Int: [Int]] {
    var takers: [Int: [Int]] = [:]
    for (number, duty) in duties.enumerated() {
      for pattern in Set(duty.patterns.flatMap({ $0 })) {
        takers[pattern, default: []].append(number)
      }
    }
    return takers
  }

  /// The number of the duty with that key.
  func number(of key: String) -> Int? { duties.firstIndex { $0.rule.key == key } }

  func rulings(_ number: Int) -> [DutyException] { exceptions[duties[number].rule.key] ?? [] }

  /// The duty with all evidence that the index holds.
  func routed(_ number: Int) throws -> RoutedDuty {
    let route = try routes[number] ?? RoutedDuty(duties[number], context, lookup)
    routes[number] = route
    route.catchUp()
    return route
  }

  /// The duties and rows that what begins or ends at a position serves.
  func touchedRows(at position: Position) throws -> [Int: Set<Int32>] {
    let touched = lookup.touched(at: position)
    var records = Set(touched.records)
    var rows: [Int: Set<Int32>] = [:]
    for mark in touched.marks {
      if mark.kind == .reminder {
        try addReminded(mark.subject, to: &rows)
      } else {
        records.formUnion(lookup.records(about: mark.subject))
      }
    }
    for record in records {
      let matches = lookup.index.records[record].matches
      for match in lookup.index.matches[Int(matches.lowerBound)..<Int(matches.upperBound)] {
        for number in takers[Int(match.pattern)] ?? [] {
          rows[number, default: []].formUnion(try routed(number).rows(of: record))
        }
      }
    }
    return rows
  }

  private func addReminded(_ obligation: Int32, to rows: inout [Int: Set<Int32>]) throws {
    guard let text = lookup.index.subjects[obligation] else { return }
    for (number, duty) in duties.enumerated() where text.hasPrefix(duty.rule.key + "/") {
      let row = try routed(number).route.row(ofKey: text, lookup.index.names)
      if row >= 0 { rows[number, default: []].insert(row) }
    }
  }
}

extension CompiledDuty {
  /// False when holders and bearers are those of `earlier` although rows of those sources changed.
  func isReached(by changed: Set<String>, from earlier: CompiledDuty) -> Bool {
    if rule != earlier.rule || !changed.isDisjoint(with: ["campaigns", "%unit_facts"]) {
      return true
    }
    if case .offices = holder.filter,
      !changed.isDisjoint(with: ["offices", PersonLinks.source])
    {
      return true
    }
    let reads = holder.reads.union(target?.reads ?? [])
    return (changed.contains("headcounts") && readsHeadcounts)
      || (changed.contains("outlets") && reads.contains("pages"))
  }
}
