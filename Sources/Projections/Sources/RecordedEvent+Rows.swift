import LedgerModel

extension RecordedEvent {
  /// The key of a row whose event brings no identifier of its own.
  var positionKey: String { "#\(position.number)" }

  /// A row of this event alone: its key, time and campaign unless others are given.
  func row(
    key: String? = nil, at: Instant? = nil, stands: Bool = true, _ values: [Value]
  ) -> FoldedRow {
    FoldedRow(
      key: key ?? positionKey, at: .instant(at ?? event.time), campaign: event.campaign,
      stands: stands, values: values)
  }
}

extension Event {
  /// How many attachments prove the event.
  var evidenceCount: Int64 { Int64(self["evidence"]?.list?.count ?? 0) }

  /// A hashed field as hex digits, so that equal values stay equal; text when it was never hashed.
  func digest(_ name: String) -> String? {
    switch self[name] {
    case .commitment(let bytes): RowKey.hexadecimal(bytes)
    case .text(let text): text
    default: nil
    }
  }

  /// The unit that a person's event names: `unit_at_time`, else the envelope's.
  var unitAtTime: String? { text("unit_at_time") ?? unit }
}

/// Keys made of several identifiers.
enum RowKey {
  /// The parts joined by a character that stands in no identifier, so that no two lists of parts
  /// share a key.
  static func join(_ parts: String...) -> String { parts.joined(separator: "\u{1F}") }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
