/// A sentence with places for the values of an event, as `{who} closed thread {thread}[: {reason}]`.
///
/// `{name}` is a field of `data` or an attribute of the envelope; `{who}` is the unit that acts,
/// else the person, else the actor; `{duty}` is the duty that the event is about, also when only
/// its obligation says so. What stands in `[…]` is left out when one of its places is empty.
package struct SentenceTemplate: Sendable, Hashable {
  package indirect enum Piece: Sendable, Hashable {
    case text(String)
    case place(Place)
    case optional([Piece])
  }

  /// Where a value goes, and how it is to be read.
  package struct Place: Sendable, Hashable {
    package let name: String
    package let form: Form
  }

  /// How a value is worded.
  package enum Form: String, Sendable, Hashable, CaseIterable {
    /// By the type of the field.
    case plain
    /// A text that is the id of a unit, or a list of records with the field `unit`: by name.
    case unit
    /// How many elements a list has.
    case count
    /// In quotation marks.
    case quoted
  }

  package let pieces: [Piece]

  /// None for a text whose brackets do not match or whose form is not known.
  package init?(_ text: String) {
    var rest = Substring(text)
    guard let pieces = SentenceTemplate.read(&rest, isInside: false), rest.isEmpty else {
      return nil
    }
    self.pieces = pieces
  }

  /// Every place with whether it may be left out.
  package var places: [(place: Place, isOptional: Bool)] {
    SentenceTemplate.places(of: pieces, isOptional: false)
  }

  private static func places(
    of pieces: [Piece], isOptional: Bool
  ) -> [(place: Place, isOptional: Bool)] {
    pieces.flatMap { piece -> [(place: Place, isOptional: Bool)] in
      switch piece {
      case .text: []
      case .place(let place): [(place, isOptional)]
      case .optional(let inner): places(of: inner, isOptional: true)
      }
    }
  }

  private static func read(_ rest: inout Substring, isInside: Bool) -> [Piece]? {
    var pieces: [Piece] = []
    while let character = rest.first {
      switch character {
      case "]":
        return isInside ? pieces : nil
      case "[":
        rest.removeFirst()
        guard let inner = read(&rest, isInside: true), rest.first == "]" else { return nil }
        rest.removeFirst()
        pieces.append(.optional(inner))
      case "{":
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "}"), let place = place(rest[..<end]) else {
          return nil
        }
        rest = rest[rest.index(after: end)...]
        pieces.append(.place(place))
      default:
        let text = rest.prefix { !"[]{".contains($0) }
        rest = rest.dropFirst(text.count)
        pieces.append(.text(String(text)))
      }
    }
    return isInside ? nil : pieces
  }

  private static func place(_ text: Substring) -> Place? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
    guard parts.count == 2 else { return Place(name: String(name), form: .plain) }
    return Form(rawValue: String(parts[1])).map { Place(name: String(name), form: $0) }
  }
}
