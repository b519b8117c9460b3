import Catalog
import LedgerModel

/// Helpers that turn facts into values, and rows with what all of them have.
extension NaiveLedger {
  static func row(
    key: String, at: Instant, stands: Bool = true, _ values: NaiveRow
  ) -> (key: String, row: NaiveRow) {
    var row = values
    row["at"] = .instant(at)
    row["%stands"] = .bool(stands)
    return (key, row)
  }

  /// Ids that a field of these events names, each once, in the order of their first mention.
  func ids(_ field: String, _ types: String...) -> [String] {
    var found: [String] = []
    for fact in facts where types.contains(fact.event.type.name) {
      if let id = fact.text(field), !found.contains(id) { found.append(id) }
    }
    return found
  }
}

func string(_ text: String?) -> Value { text.map { .string($0) } ?? .none }
func symbol(_ text: String?) -> Value { text.map { .symbol($0) } ?? .none }
func entity(_ text: String?) -> Value { text.map { .entity($0) } ?? .none }
func instant(of fact: NaiveLedger.Fact?) -> Value { fact.map { .instant($0.time) } ?? .none }
func count(_ number: Int) -> Value { .integer(Int64(number)) }

func number(_ value: FieldValue?) -> Value {
  switch value {
  case .integer(let number): .integer(number)
  case .decimal(let number): .decimal(number)
  default: .none
  }
}

func flag(_ value: FieldValue?) -> Value {
  if case .bool(let flag) = value { .bool(flag) } else { .none }
}

func texts(_ value: FieldValue?) -> [String] {
  guard case .list(let items) = value else { return [] }
  return items.compactMap { if case .text(let text) = $0 { text } else { nil } }
}

func set(_ texts: [String]) -> Value { .set(Set(texts).sorted().map { .string($0) }) }

/// The sum of the whole numbers; none when there is none.
func sum(_ facts: [NaiveLedger.Fact], _ field: String) -> Value {
  let numbers = facts.compactMap { fact -> Int64? in
    if case .integer(let number) = fact.value(field) { number } else { nil }
  }
  return numbers.isEmpty ? .none : .integer(numbers.reduce(0, +))
}

/// The earliest of the facts.
func earliest(_ facts: [NaiveLedger.Fact]) -> NaiveLedger.Fact? {
  facts.min { $0.time < $1.time }
}
