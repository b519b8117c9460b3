/// Which instance of a duty: its holder, target and part.
package struct ObligationKey: Sendable, Hashable {
  /// The unit that owes it, or the unit of the person who does.
  package var unit: String
  package var person: String?
  package var target: String?
  /// Empty for a duty without parts.
  package var part: String

  package init(unit: String, person: String? = nil, target: String? = nil, part: String = "") {
    self.unit = unit
    self.person = person
    self.target = target
    self.part = part
  }

  /// `campaign/duty/unit-or-person[/target][/part]`.
  package func text(in duty: String) -> String {
    var text = "\(duty)/\(person ?? unit)"
    if let target { text += "/" + target }
    if !part.isEmpty { text += "/" + part }
    return text
  }
}
