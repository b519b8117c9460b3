package import LedgerModel

/// Which pseudonyms are one person, as known at one position.
///
/// Every source shows the pseudonym that stands for the person, so that a person counts once
/// however many accounts they have. Positions before the link know several persons.
package struct PersonLinks: Sendable {
  /// Account to the pseudonym that stands for it in the end.
  package let standing: [String: String]

  package static let none = PersonLinks([:])

  package var isEmpty: Bool { standing.isEmpty }

  init(_ table: SourceTable) {
    let (account, person) = (table.column("%account"), table.column("%stands_for"))
    var links: [String: String] = [:]
    for row in table.rows {
      guard let id = row.values[account].text else { continue }
      links[id] = row.values[person].text
    }
    self.init(links)
  }

  /// Links may hang on links; those of a circle stand for nobody else.
  init(_ links: [String: String]) {
    var standing: [String: String] = [:]
    for account in links.keys {
      var seen: Set<String> = [account]
      var last = account
      while let next = links[last] {
        guard seen.insert(next).inserted else {
          last = account
          break
        }
        last = next
      }
      if last != account { standing[account] = last }
    }
    self.standing = standing
  }

  /// The pseudonym that stands for the person; itself when nothing is linked. O(1).
  package func person(_ id: String) -> String { standing[id] ?? id }

  /// The value with the pseudonym that stands for it; other values as they are.
  package func person(_ value: Value) -> Value {
    guard case .entity(let id) = value, let person = standing[id] else { return value }
    return .entity(person)
  }
}

extension ReadingContext {
  /// The links known at K.
  package var links: PersonLinks {
    get throws {
      try shared("person links") {
        guard store.stored(PersonLinks.source) != nil else { return .none }
        return PersonLinks(try stored(PersonLinks.source))
      }
    }
  }
}

extension PersonLinks {
  /// The stored source of links.
  package static let source = "%links"

  /// Names of the columns that hold a person, in schemas and in raw material.
  static let columns: Set<String> = ["person", "%person"]
}
