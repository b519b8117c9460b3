import LedgerModel

extension RecordedEvent {
  /// The key of a row whose event brings no identifier of its own.
  var positionKey: String { "#" + String(position.number) }

  /// A row of this event: its time and campaign unless others are given. A row that is the event's
  /// only one in its source needs no key, for it is found by its position.
  func row(
    key: String? = nil, at: Instant? = nil, stands: Bool = true, _ values: [Value]
  ) -> FoldedRow {
    FoldedRow(
      key: key ?? "", at: .instant(at ?? event.time), campaign: event.campaign,
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

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &- 10 &+ value
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }
}
