import Catalog
import LedgerModel

/// Fills the sentence of an event's type with what the event says.
struct SentenceWriter {
  let names: EntityNames
  let zone: CivilZone

  /// Longer lists are cut, with the number of what is left out.
  private static let listedMax = 4

  /// The sentence; `duty` stands in where the event itself names none.
  func sentence(_ event: Event, duty: String? = nil) -> String {
    guard let template = EventSentences.template(of: event.type) else { return event.type.summary }
    return text(template.pieces, event, duty) ?? event.type.summary
  }

  /// None when a place of it is empty.
  private func text(
    _ pieces: [SentenceTemplate.Piece], _ event: Event, _ duty: String?
  ) -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let words): text += words
      case .optional(let inner): text += self.text(inner, event, duty) ?? ""
      case .place(let place):
        guard let value = value(place, event, duty) else { return nil }
        text += value
      }
    }
    return text
  }

  private func value(
    _ place: SentenceTemplate.Place, _ event: Event, _ duty: String?
  ) -> String? {
    let day = zone.day(of: event.time)
    if let field = event.type.field(named: place.name) {
      if let value = event[place.name] { return words(value, field, place.form, day) }
      return place.name == "duty" ? event.namedDuty ?? duty : nil
    }
    switch place.name {
    case "who":
      return event.unit.map { names.unit($0, on: day) } ?? event.text("person")
        ?? event.actorName ?? "somebody"
    case "orgunit": return event.unit.map { names.unit($0, on: day) } ?? "a unit"
    case "duty": return event.namedDuty ?? duty
    case "campaign": return event.campaign
    case "provision": return event.provision
    default: return nil
    }
  }

  /// A field's value in words; none for what the log does not hold in the clear.
  func words(_ value: FieldValue, _ type: FieldType, on day: Day) -> String {
    switch (type, value) {
    case (_, .null): "nothing"
    case (.reference(let kind), .text(let id)), (.declares(let kind), .text(let id)):
      names.name(kind, id, on: day)
    case (.list(let element), .list(let values)):
      list(values.map { words($0, element, on: day) })
    case (.record(let specs), .record(let items)):
      list(
        items.map { item in
          let type = specs.first { $0.name == item.name }?.type ?? .any
          return "\(item.name) \(words(item.value, type, on: day))"
        })
    case (.map(let element), .record(let items)):
      list(items.map { "\($0.name) \(words($0.value, element, on: day))" })
    default: plain(value)
    }
  }

  private func words(
    _ value: FieldValue, _ field: FieldSpec, _ form: SentenceTemplate.Form, _ day: Day
  ) -> String? {
    switch (form, value) {
    case (.count, .list(let values)): return String(values.count)
    case (.quoted, .text(let text)): return "“\(SentenceWriter.oneLine(text))”"
    case (.unit, .text(let id)): return names.unit(id, on: day)
    case (.unit, .list(let items)):
      return list(items.compactMap { $0["unit"]?.text }.map { names.unit($0, on: day) })
    default: return words(value, field.type, on: day)
    }
  }

  private func list(_ words: [String]) -> String {
    let most = SentenceWriter.listedMax
    guard words.count > most + 1 else { return words.joined(separator: ", ") }
    return words.prefix(most).joined(separator: ", ") + " and \(words.count - most) more"
  }

  private func plain(_ value: FieldValue) -> String {
    switch value {
    case .null: "nothing"
    case .text(let text): SentenceWriter.oneLine(text)
    case .integer(let number): String(number)
    case .decimal(let number): number.description
    case .bool(let flag): flag ? "yes" : "no"
    case .instant(let instant): zone.vietnameseText(instant)
    case .date(let day): day.vietnamese
    case .duration(let span): DurationText.words(span)
    case .position(let position): "#\(position.number)"
    case .list(let values): list(values.map(plain))
    case .record(let items): list(items.map { "\($0.name) \(plain($0.value))" })
    case .account, .commitment: "a value that the vault keeps"
    }
  }

  /// An entry is one line, whatever a text brings; control characters would speak to the terminal.
  static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isControl) else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { plain.append(scalar.isControl ? " " : scalar) }
    return String(plain)
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    value < 0x20 || (0x7F...0x9F).contains(value) || (0x2028...0x2029).contains(value)
  }
}

extension Event {
  /// The duty of the obligation that the envelope names.
  var namedDuty: String? {
    guard let parts = obligation?.split(separator: "/"), parts.count > 1 else { return nil }
    return String(parts[1])
  }

  /// Who owes the obligation that the envelope names: a unit or a person.
  var namedHolder: String? {
    guard let parts = obligation?.split(separator: "/"), parts.count > 2 else { return nil }
    return String(parts[2])
  }
}
