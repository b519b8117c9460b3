import Catalog

extension EventJSON {
  /// The event as one line of JSON, attributes in a fixed order, fields in the order of the event.
  ///
  /// - Parameters:
  ///   - position: written as `seq` when given, as a text: CloudEvents' numbers have 32 bits.
  ///   - recorded: written as `recordedtime` when given.
  ///   - zone: offset in seconds in which instants are written.
  package static func write(
    _ event: Event, position: Position? = nil, recorded: Instant? = nil, offsetSeconds: Int = 0
  ) -> String {
    var writer = JSONWriter()
    func attribute(_ writer: inout JSONWriter, _ name: String, _ value: String?) {
      guard let value else { return }
      writer.name(name)
      writer.string(value)
    }
    writer.object { writer in
      attribute(&writer, "specversion", "1.0")
      attribute(&writer, "id", event.id)
      attribute(&writer, "source", event.source)
      attribute(&writer, "type", event.type.identifier)
      attribute(&writer, "subject", event.subject)
      attribute(&writer, "time", event.time.rfc3339(offsetSeconds: offsetSeconds))
      attribute(&writer, "recordedtime", recorded?.rfc3339(offsetSeconds: offsetSeconds))
      attribute(&writer, "seq", position.map { String($0.number) })
      attribute(&writer, "campaign", event.campaign)
      attribute(&writer, "orgunit", event.unit)
      if let actor = event.actor {
        writer.name("actor")
        writer.field(actor, offsetSeconds: offsetSeconds)
      }
      attribute(&writer, "provision", event.provision)
      attribute(&writer, "obligation", event.obligation)
      attribute(&writer, "causationid", event.causation)
      attribute(&writer, "correlationid", event.correlation)
      writer.name("data")
      writer.field(.record(event.data), offsetSeconds: offsetSeconds)
    }
    return writer.text
  }
}

extension JSONWriter {
  /// A field's value as files hold it; instants at the offset given.
  package mutating func field(_ value: FieldValue, offsetSeconds: Int = 0) {
    switch value {
    case .null: null()
    case .text(let text): string(text)
    case .integer(let number): integer(number)
    case .decimal(let number): decimal(number)
    case .bool(let truth): bool(truth)
    case .instant(let instant): string(instant.rfc3339(offsetSeconds: offsetSeconds))
    case .date(let day): string(day.iso8601)
    case .duration(let span): string(span.iso8601)
    case .position(let position): integer(position.number)
    case .list(let values):
      array { for element in values { $0.field(element, offsetSeconds: offsetSeconds) } }
    case .record(let fields):
      object {
        for field in fields {
          $0.name(field.name)
          $0.field(field.value, offsetSeconds: offsetSeconds)
        }
      }
    case .account(let account): self.account(account)
    case .commitment(let bytes):
      object {
        $0.name("commitment")
        $0.string(bytes.map { String(Int($0) + 0x100, radix: 16).suffix(2) }.joined())
      }
    }
  }

  private mutating func account(_ account: Account) {
    guard !account.issuer.isEmpty else { return string(account.identifier) }
    object {
      $0.name("issuer")
      $0.string(account.issuer)
      $0.name("id")
      $0.string(account.identifier)
    }
  }
}
