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

  /// Hands out the records known at a position. `check` is called every 4,096 records.
  mutating func run(at position: Position, _ check: () throws -> Void) throws {
    let (records, matches) = (index.records, index.matches)
    for number in records.indices {
      if number.isMultiple(of: 4_096) { try check() }
      guard records[number].from <= position, position < records[number].until else { continue }
      take(number, records[number], matches)
    }
  }

  /// Hands out one record, whenever it is known.
  mutating func take(_ number: Int) { take(number, index.records[number], index.matches) }

  private mutating func take(
    _ number: Int, _ record: EvidenceRecord, _ matches: [EvidenceMatch]
  ) {
    let named = record.obligation < 0 ? nil : namedRow(record.obligation)
    for place in record.matches {
      let match = matches[Int(place)]
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

  private func person(_ account: Int32) -> Int32 {
    standing.isEmpty ? account : standing[account] ?? account
  }

  /// The duty and the row inside it that a key names; row −1 when the duty has no such row.
  private mutating func namedRow(_ obligation: Int32) -> (duty: Int32, row: Int32)? {
    if let known = namedRows[obligation] { return known.duty < 0 ? nil : known }
    var found: (duty: Int32, row: Int32) = (-1, -1)
    if let text = index.subjects[obligation] {
      for (number, route) in routes.enumerated() where text.hasPrefix(route.duty.rule.key + "/") {
        let key = route.bearer == .person ? links.key(text) : text
        found = (Int32(number), route.row(ofKey: key, index.names))
      }
    }
    namedRows[obligation] = found
    return found.duty < 0 ? nil : found
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
