import LedgerModel
import Projections

/// Hands every piece of evidence to the rows that it serves.
///
/// An event whose envelope names an obligation serves that row and no other of its duty, without
/// looking at its content; any other serves a row when type and condition fit and its bearer is
/// the row's. A report that says which duty it answers serves none but that one.
struct EvidenceDispatch {
  /// One piece for one row.
  struct Delivery {
    let row: Int32
    let record: Int32
    let isInherited: Bool
  }

  private let index: EvidenceIndex
  private let routes: [DutyRoute]
  /// Parts of duties that take a pattern: (route, part).
  private let takers: [[(route: Int, part: Int)]]
  /// By code of an account that of the pseudonym that stands for it.
  private let standing: [Int32: Int32]
  private let links: PersonLinks
  private var namedRows: [Int32: (duty: Int32, row: Int32)] = [:]
  private(set) var deliveries: [Delivery] = []

  /// Takes the links known at the position of the reading.
  init(_ index: EvidenceIndex, _ routes: [DutyRoute], _ links: PersonLinks) {
    self.index = index
    self.routes = routes
    self.links = links
    var standing: [Int32: Int32] = [:]
    // An account may be heard of only later, when the index has grown.
    for (account, person) in links.standing {
      standing[index.names.code(account)] = index.names.code(person)
    }
    self.standing = standing
    var takers: [[(route: Int, part: Int)]] = Array(repeating: [], count: index.patterns.count)
    for (number, route) in routes.enumerated() {
      for (part, patterns) in route.duty.patterns.enumerated() {
        for pattern in patterns { takers[pattern].append((number, part)) }
      }
    }
    self.takers = takers
  }

  /// Hands out the records known at a position.
  mutating func run(at position: Position) {
    for (number, record) in index.records.enumerated()
    where record.from <= position && position < record.until { take(number) }
  }

  /// Hands out one record, whenever it is known.
  mutating func take(_ number: Int) {
    let record = index.records[number]
    let named = record.obligation < 0 ? nil : namedRow(record.obligation)
    for match in index.matches[Int(record.matches.lowerBound)..<Int(record.matches.upperBound)] {
      for (route, part) in takers[Int(match.pattern)] {
        if let named, named.duty == Int32(route) {
          if named.row >= 0, Int(named.row) % routes[route].partCount == part {
            deliver(routes[route].firstRow + named.row, number)
          }
        } else if match.isFitting {
          deliver(record, number, match, routes[route], part)
        }
      }
    }
  }

  private mutating func deliver(_ row: Int32, _ record: Int, isInherited: Bool = false) {
    // One event may fit two patterns of a part, or list two accounts of one person; it serves the
    // row once.
    var place = deliveries.count - 1
    while place >= 0, deliveries[place].record == Int32(record) {
      if deliveries[place].row == row { return }
      if standing.isEmpty { break }
      place -= 1
    }
    deliveries.append(Delivery(row: row, record: Int32(record), isInherited: isInherited))
  }

  private mutating func deliver(
    _ record: EvidenceRecord, _ number: Int, _ match: EvidenceMatch, _ route: DutyRoute,
    _ part: Int
  ) {
    guard record.campaign < 0 || record.campaign == route.campaign,
      record.duty < 0 || record.duty == route.name
    else { return }
    switch route.bearer {
    case .unit:
      guard match.holderUnit < 0 || match.holderUnit == record.unit else { return }
      if let row = route.row(of: record.unit, part) { deliver(row, number) }
    case .person:
      let holder = person(match.holderPerson)
      for account in index.persons[Int(record.persons.lowerBound)..<Int(record.persons.upperBound)]
      where holder < 0 || holder == person(account) {
        if let row = route.row(of: person(account), part) { deliver(row, number) }
      }
    case .pair:
      guard let row = route.row(of: match.targetUnit, part),
        let target = index.names[match.targetUnit], let giver = index.names[match.holderUnit],
        route.finder.pairHolder(of: target, on: route.zone.day(of: record.time)) == giver
      else { return }
      deliver(row, number, isInherited: route.holder(of: row) != giver)
    }
  }

  private func person(_ account: Int32) -> Int32 { standing[account] ?? account }

  /// The duty and the row inside it that a key names; row −1 when the duty has no such row.
  private mutating func namedRow(_ obligation: Int32) -> (duty: Int32, row: Int32)? {
    if let known = namedRows[obligation] { return known.duty < 0 ? nil : known }
    var found: (duty: Int32, row: Int32) = (-1, -1)
    if let text = index.names[obligation] {
      for (number, route) in routes.enumerated() where text.hasPrefix(route.duty.rule.key + "/") {
        let key = route.bearer == .person ? links.key(text) : text
        found = (Int32(number), route.rowByText[key].map { Int32($0) } ?? -1)
      }
    }
    namedRows[obligation] = found
    return found.duty < 0 ? nil : found
  }
}

/// The rows of one duty, and how bearers find theirs.
struct DutyRoute {
  enum Bearer { case unit, person, pair }

  let duty: CompiledDuty
  let finder: HolderFinder
  let holders: [ExpectedHolder]
  let bearer: Bearer
  let campaign: Int32
  /// The duty's id.
  let name: Int32
  /// Number of the duty's first row in the table; rows go holder by holder, part by part.
  let firstRow: Int32
  let rowByText: [String: Int]
  /// By code of the bearer the number of the holder; for pairs by code of the target.
  private let holderOf: [Int32: Int32]

  var partCount: Int { duty.patterns.count }
  var zone: CivilZone { duty.settings.zone }

  init(
    _ duty: CompiledDuty, _ finder: HolderFinder, _ names: inout Interner, firstRow: Int
  ) {
    self.duty = duty
    self.finder = finder
    self.firstRow = Int32(firstRow)
    holders = finder.holders()
    campaign = names.code(duty.rule.campaign)
    name = names.code(duty.rule.duty)
    bearer = DutyRoute.bearer(duty)
    var holderOf: [Int32: Int32] = [:]
    var rowByText: [String: Int] = [:]
    for (number, holder) in holders.enumerated() {
      for member in DutyRoute.members(holder, duty) {
        let code = names.code(member)
        // A holder of the due day takes precedence over one of earlier days.
        if holderOf[code] == nil || holder.isApplicable { holderOf[code] = Int32(number) }
      }
      for (part, definition) in duty.rule.parts.enumerated() {
        let key = DutyRoute.key(holder, definition.name)
        rowByText[key.text(in: duty.rule.key)] = number * duty.rule.parts.count + part
      }
    }
    self.holderOf = holderOf
    self.rowByText = rowByText
  }

  static func key(_ holder: ExpectedHolder, _ part: String) -> ObligationKey {
    ObligationKey(unit: holder.unit, person: holder.person, target: holder.target, part: part)
  }

  func row(of bearer: Int32, _ part: Int) -> Int32? {
    guard bearer >= 0, let holder = holderOf[bearer] else { return nil }
    return firstRow + holder * Int32(partCount) + Int32(part)
  }

  /// The unit that owes the row.
  func holder(of row: Int32) -> String { holders[Int(row - firstRow) / partCount].unit }

  private static func bearer(_ duty: CompiledDuty) -> Bearer {
    if duty.target != nil { return .pair }
    if case .offices = duty.holder.filter { return .person }
    return .unit
  }

  private static func members(_ holder: ExpectedHolder, _ duty: CompiledDuty) -> [String] {
    if let target = holder.target { return [target] }
    if duty.rule.cardinality == .any { return holder.members }
    return [holder.person ?? holder.unit]
  }
}

extension PersonLinks {
  /// The key of an obligation, `campaign/duty/person[/part]`, with the pseudonym that stands for
  /// the person.
  fileprivate func key(_ text: String) -> String {
    guard !isEmpty else { return text }
    var words = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard words.count > 2 else { return text }
    words[2] = person(words[2])
    return words.joined(separator: "/")
  }
}
