package import Catalog

/// What `why` asks: where the rows of a stage come from.
package struct Lineage: Sendable, Hashable {
  /// The rows to explain.
  package let input: PlanNode
  /// The source whose rows they are, or were put together from.
  package let source: String
  /// Columns of the input that name a row of the source, or a group.
  package let keys: [Int]
  /// Of groups: the rows that they were made from, the keys of the groups first, then the key of the
  /// source. None where the input's rows are the source's own.
  package let members: PlanNode?
  /// Lists every member of a group.
  package let listsAll: Bool

  package init(
    input: PlanNode, source: String, keys: [Int], members: PlanNode?, listsAll: Bool
  ) {
    self.input = input
    self.source = source
    self.keys = keys
    self.members = members
    self.listsAll = listsAll
  }

  /// What a line of an explanation is about.
  package static let part = ValueType.enumeration(
    Enumeration(
      name: "why.part",
      cases: [
        "group", "row", "rule", "holder", "cutoff", "ruling", "evidence", "searched", "near_miss",
        "version", "fold",
      ]))

  /// The columns of the result.
  package static let columns = [
    PlanColumn("row", .integer(nil)), PlanColumn("about", .string), PlanColumn("part", part),
    PlanColumn("seq", .optional(.position)), PlanColumn("at", .optional(.instant)),
    PlanColumn("text", .string),
  ]

  var inputs: [PlanNode] { [input] + [members].compactMap { $0 } }

  var pruned: Lineage {
    let below = input.pruned(to: Set(keys))
    return Lineage(
      input: below.node, source: source, keys: keys.map(below.place), members: members?.pruned(),
      listsAll: listsAll)
  }

  /// For plans in words.
  var text: String {
    let names = keys.map { input.columns[$0].name }.joined(separator: ", ")
    return "by \(names) in \(source)" + (listsAll ? ", all of them" : "")
  }
}
