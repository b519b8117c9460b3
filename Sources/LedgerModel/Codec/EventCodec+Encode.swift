import Catalog

extension EventCodec {
  /// The stored form of an event whose persons are pseudonyms and whose personal values are
  /// commitments. Equal events give equal bytes, whatever the order of their fields.
  ///
  /// - Throws: `EventEncodingError` for what validation and the vault should have caught.
  package static func encode(
    _ event: Event, recorded: Instant
  ) throws(EventEncodingError) -> [UInt8] {
    guard recorded.microseconds >= 0 else { throw .recordedBeforeEpoch }
    var encoder = EventEncoder()
    try encode(event, recorded, &encoder)
    let count = encoder.writer.bytes.count
    guard count <= maximumByteCount else { throw .tooLarge(byteCount: count) }
    return encoder.writer.bytes
  }

  /// How many bytes the stored form of a draft will take, up to a few for each pseudonym; none
  /// when it cannot be encoded for another reason.
  static func draftByteCount(_ event: Event) -> Int? {
    var encoder = EventEncoder(isDraft: true)
    guard (try? encode(event, Instant(microseconds: 0), &encoder)) != nil else { return nil }
    return encoder.writer.bytes.count
  }

  private static func encode(
    _ event: Event, _ recorded: Instant, _ encoder: inout EventEncoder
  ) throws(EventEncodingError) {
    guard let stored = StoredTypes.all.type(event.type) else {
      throw .unknownType(event.type.identifier)
    }
    let actor = try actorName(event.actor, isDraft: encoder.isDraft)
    let optional: [(UInt64, String?)] = [
      (Key.campaign, event.campaign), (Key.unit, event.unit), (Key.actor, actor),
      (Key.provision, event.provision), (Key.obligation, event.obligation),
      (Key.causation, event.causation), (Key.correlation, event.correlation),
    ]
    let present = optional.count { $0.1 != nil } + (event.subject == nil ? 0 : 1)
    encoder.writer.map(count: 6 + present)
    encoder.writer.unsigned(Key.recorded)
    encoder.writer.fixedWidth(UInt64(bitPattern: recorded.microseconds))
    encoder.pair(Key.id, event.id)
    encoder.pair(Key.source, event.source)
    encoder.writer.unsigned(Key.type)
    encoder.writer.head(.text, UInt64(stored.identifier.count))
    encoder.writer.raw(stored.identifier)
    encoder.pair(Key.subject, event.subject)
    encoder.writer.unsigned(Key.time)
    encoder.writer.integer(event.time.microseconds)
    for (key, text) in optional { encoder.pair(key, text) }
    encoder.writer.unsigned(Key.data)
    try encoder.record(event.data, stored.data, depth: 0, path: "data")
  }

  private static func actorName(
    _ actor: FieldValue?, isDraft: Bool
  ) throws(EventEncodingError) -> String? {
    switch actor {
    case nil, .null: return nil
    case .text(let name): return name
    case .account where isDraft: return EventEncoder.samplePseudonym
    case .account: throw .unresolvedAccount(field: "actor")
    default: throw .wrongType(field: "actor")
    }
  }
}

/// Writes values by their declared shape.
struct EventEncoder {
  var writer = CBORWriter()
  /// Whether accounts and clear personal values are measured as what the vault makes of them.
  let isDraft: Bool

  init(isDraft: Bool = false) { self.isDraft = isDraft }

  /// As long as a pseudonym gets.
  static let samplePseudonym = String(repeating: "p", count: 32)

  mutating func pair(_ key: UInt64, _ text: String?) {
    guard let text else { return }
    writer.unsigned(key)
    writer.text(text)
  }

  mutating func record(
    _ values: [NamedValue], _ layout: StoredRecord, depth: Int, path: @autoclosure () -> String
  ) throws(EventEncodingError) {
    guard depth <= EventCodec.maximumDepth else { throw .tooDeep(field: path()) }
    var fields: [(field: StoredField, value: FieldValue)] = []
    fields.reserveCapacity(values.count)
    var isAscending = true
    for named in values {
      guard let field = layout.field(named: named.name) else {
        throw .unknownField(path() + "." + named.name)
      }
      if let last = fields.last, last.field.number >= field.number { isAscending = false }
      fields.append((field, named.value))
    }
    if !isAscending {
      fields.sort { $0.field.number < $1.field.number }
      for (first, second) in zip(fields, fields.dropFirst())
      where first.field.number == second.field.number {
        throw .repeatedField(path() + "." + first.field.name)
      }
    }
    writer.map(count: fields.count)
    for (field, value) in fields {
      writer.unsigned(field.number)
      try self.field(value, field, depth: depth, path: path() + "." + field.name)
    }
  }

  private mutating func field(
    _ value: FieldValue, _ field: StoredField, depth: Int, path: @autoclosure () -> String
  ) throws(EventEncodingError) {
    if field.isProtected {
      if isDraft, value.text != nil {
        writer.byteString([UInt8](repeating: 0, count: 32))
        return
      }
      guard case .commitment(let bytes) = value, bytes.count == 32 else {
        throw .personalValueInClear(field: path())
      }
      writer.byteString(bytes)
    } else {
      try self.value(value, field.shape, depth: depth, path: path())
    }
  }

  private mutating func value(
    _ value: FieldValue, _ shape: StoredShape, depth: Int, path: @autoclosure () -> String
  ) throws(EventEncodingError) {
    switch (shape, value) {
    case (.text, .text(let text)): writer.text(text)
    case (.integer, .integer(let number)): writer.integer(number)
    case (.decimal, .decimal(let number)): writer.decimal(number)
    case (.decimal, .integer(let number)): writer.decimal(ExactDecimal(mantissa: number))
    case (.bool, .bool(let truth)): writer.bool(truth)
    case (.instant, .instant(let instant)): writer.integer(instant.microseconds)
    case (.date, .date(let day)): writer.date(day)
    case (.duration, .duration(let span)): writer.integer(span.microseconds)
    case (.position, .position(let position)): writer.unsigned(position.number)
    case (.any, _): try writer.any(value, depth: depth + 1, path: path())
    case (.record(let layout), .record(let fields)):
      try record(fields, layout, depth: depth + 1, path: path())
    case (.list(let element), .list(let values)):
      try list(values, element, depth: depth + 1, path: path())
    case (.map(let element), .record(let entries)):
      try map(entries, element, depth: depth + 1, path: path())
    case (.text, .account) where isDraft: writer.text(EventEncoder.samplePseudonym)
    case (_, .account): throw .unresolvedAccount(field: path())
    default: throw .wrongType(field: path())
    }
  }

  private mutating func list(
    _ values: [FieldValue], _ element: StoredShape, depth: Int, path: @autoclosure () -> String
  ) throws(EventEncodingError) {
    guard depth <= EventCodec.maximumDepth else { throw .tooDeep(field: path()) }
    writer.array(count: values.count)
    for entry in values { try value(entry, element, depth: depth, path: path()) }
  }

  private mutating func map(
    _ entries: [NamedValue], _ element: StoredShape, depth: Int, path: @autoclosure () -> String
  ) throws(EventEncodingError) {
    guard depth <= EventCodec.maximumDepth else { throw .tooDeep(field: path()) }
    writer.map(count: entries.count)
    for entry in try CBORWriter.sorted(entries, path: path()) {
      writer.text(entry.name)
      try value(entry.value, element, depth: depth, path: path() + "." + entry.name)
    }
  }
}
