import Columns

/// Puts the rows of many duties in the order of their key texts.
///
/// Duties share lists of holders and lists share bearers, so names are compared once for all of them
/// and rows by the ranks of their names.
struct KeyOrder {
  private let routes: [DutyRoute]
  private let names: Interner
  private let check: () throws -> Void
  private let ranks: NameRanks
  private var known: [Key: [Int32]] = [:]

  /// Holders of a list, as the last or as an earlier part of their keys.
  private struct Key: Hashable {
    let list: ObjectIdentifier
    let isLast: Bool
  }

  /// `check` is called every few thousand comparisons and may throw to end the work.
  init(_ routes: [DutyRoute], _ names: Interner, _ check: @escaping () throws -> Void) throws {
    self.routes = routes
    self.names = names
    self.check = check
    ranks = try NameRanks(routes, names, check)
  }

  /// All rows by key. O(rows × log rows) on numbers and O(names × log names) on texts; texts of rows
  /// are compared only where a key begins another duty's or a name has a slash.
  mutating func rows() throws -> [Int32] {
    var rows: [Int32] = []
    rows.reserveCapacity(routes.reduce(0) { $0 + $1.rowCount })
    for cluster in clusters() {
      guard cluster.count == 1, !ranks.hasSlash, let parts = cluster[0].partsByName else {
        rows += try self.rows(byText: cluster)
        continue
      }
      let route = cluster[0]
      for holder in try holders(of: route.list, isLast: route.endsWithBearer) {
        let first = route.firstRow + holder * Int32(route.partCount)
        for part in parts { rows.append(first + part) }
      }
    }
    return rows
  }

  /// Duties in the order of their keys; those whose keys could interleave together.
  private func clusters() -> [[DutyRoute]] {
    let keyed = routes.map { (key: $0.duty.rule.key + "/", route: $0) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    var clusters: [[DutyRoute]] = []
    var opening = ""
    for (key, route) in keyed {
      if !clusters.isEmpty, key.utf8.starts(with: opening.utf8) {
        clusters[clusters.count - 1].append(route)
      } else {
        clusters.append([route])
        opening = key
      }
    }
    return clusters
  }

  /// Numbers of holders by their names and those of their targets.
  private mutating func holders(of list: HolderList, isLast: Bool) throws -> [Int32] {
    let key = Key(list: ObjectIdentifier(list), isLast: isLast)
    if let known = known[key] { return known }
    let leading = isLast ? ranks.last : ranks.earlier
    let keyed = list.keyNames.indices.map { holder in
      let target = list.targetNames.isEmpty ? 0 : ranks.last[Int(list.targetNames[holder])]
      return (
        rank: UInt64(leading[Int(list.keyNames[holder])]) << 32 | UInt64(target),
        holder: Int32(holder)
      )
    }
    let holders = try keyed.sorted(check) { $0.rank < $1.rank }.map(\.holder)
    known[key] = holders
    return holders
  }

  private func rows(byText routes: [DutyRoute]) throws -> [Int32] {
    var keyed: [(text: String, row: Int32)] = []
    for route in routes {
      for row in 0..<route.rowCount {
        if row.isMultiple(of: 4_096) { try check() }
        let (holder, part) = row.quotientAndRemainder(dividingBy: route.partCount)
        let text = route.key(holder: holder, part: part).text(in: route.duty.rule.key)
        keyed.append((text, route.firstRow + Int32(row)))
      }
    }
    return try keyed.sorted(check) { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
      .map(\.row)
  }
}

/// The places of all names that keys are made of.
private struct NameRanks {
  /// By code the place among all names, where nothing follows in the key.
  let last: [UInt32]
  /// By code the place among all names, where a slash follows; empty when none does.
  let earlier: [UInt32]
  /// True when a name has a slash itself, so that places do not decide.
  private(set) var hasSlash = false

  init(_ routes: [DutyRoute], _ names: Interner, _ check: () throws -> Void) throws {
    var isUsed = [Bool](repeating: false, count: names.count)
    var seen: Set<ObjectIdentifier> = []
    for route in routes where seen.insert(ObjectIdentifier(route.list)).inserted {
      for name in route.list.keyNames + route.list.targetNames where name >= 0 {
        isUsed[Int(name)] = true
      }
    }
    let used = isUsed.indices.filter { isUsed[$0] }
    let texts = used.map { (text: names[Int32($0)] ?? "", code: $0) }
    hasSlash = texts.contains { $0.text.utf8.contains(UInt8(ascii: "/")) }
    last = try NameRanks.ranks(texts, of: names.count, check)
    earlier =
      routes.contains { !$0.endsWithBearer }
      ? try NameRanks.ranks(
        texts.map { (text: $0.text + "/", code: $0.code) }, of: names.count, check) : []
  }

  private static func ranks(
    _ texts: [(text: String, code: Int)], of count: Int, _ check: () throws -> Void
  ) throws -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: count)
    let sorted = try texts.sorted(check) {
      $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
    }
    for (rank, name) in sorted.enumerated() { ranks[name.code] = UInt32(rank) }
    return ranks
  }
}

extension DutyRoute {
  /// True when nothing follows the bearer in the keys of the duty's rows.
  fileprivate var endsWithBearer: Bool {
    list.targetNames.isEmpty && duty.rule.parts.allSatisfy(\.name.isEmpty)
  }

  /// Numbers of the parts by name; none where a part without a name stands beside others, for its
  /// key begins theirs.
  fileprivate var partsByName: [Int32]? {
    let names = duty.rule.parts.map(\.name)
    guard names.count == partCount, names.count == 1 || !names.contains("") else { return nil }
    return names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
      .map { Int32($0) }
  }
}
