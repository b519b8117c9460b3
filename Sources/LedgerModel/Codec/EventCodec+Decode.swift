extension EventCodec {
  /// The event in stored bytes.
  ///
  /// - Throws: `CodecError` for anything but the one canonical form, and for a type that the
  ///   catalogue does not have (`read` copes with it).
  package static func decode(
    _ bytes: Span<UInt8>
  ) throws(CodecError) -> (recorded: Instant, event: Event) {
    switch try read(bytes) {
    case .event(let recorded, let event): return (recorded, event)
    case .unknown(let record):
      throw CodecError(offset: 0, .unknownType(record.type))
    }
  }

  /// The event in stored bytes.
  package static func decode(
    _ bytes: [UInt8]
  ) throws(CodecError) -> (recorded: Instant, event: Event) {
    try decode(bytes.span)
  }

  /// What stored bytes hold, also of a type that is newer than this program. Reads strictly:
  /// shortest heads, ascending keys, valid UTF-8, nothing behind the end. Never traps.
  package static func read(_ bytes: Span<UInt8>) throws(CodecError) -> DecodedRecord {
    guard bytes.count <= maximumByteCount else { throw CodecError(offset: 0, .tooLarge) }
    var decoder = EventDecoder(bytes)
    return try decoder.record()
  }

  /// What stored bytes hold, also of a type that is newer than this program.
  package static func read(_ bytes: [UInt8]) throws(CodecError) -> DecodedRecord {
    try read(bytes.span)
  }
}

/// Reads one record; the outer map here, values by their shape in the extensions.
struct EventDecoder: ~Escapable {
  var reader: CBORReader

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    reader = CBORReader(bytes)
  }

  mutating func record() throws(CodecError) -> DecodedRecord {
    var pairs = try reader.count(.map, "a map")
    let recorded = try recordedTime()
    pairs &-= 1
    var envelope = UnknownRecord.Envelope()
    var type: StoredType?
    var typeRange = 0..<0
    var lastKey = EventCodec.Key.recorded
    var seen: UInt64 = 1
    while pairs > 1 {
      let start = reader.offset
      let key = try nextKey(after: lastKey)
      if key == EventCodec.Key.type {
        typeRange = try reader.content(.text, "a text")
        type = StoredTypes.all.type(identifier: reader.bytes.extracting(typeRange))
      } else {
        try envelopeValue(key, at: start, &envelope)
      }
      lastKey = key
      seen |= 1 << key
      pairs &-= 1
    }
    try expectKey(EventCodec.Key.data, isThere: pairs == 1, after: lastKey)
    try expectEnvelope(seen)
    guard let type else {
      let identifier = try reader.text(in: typeRange)
      let data = try unknownRecord(depth: 0)
      try end()
      return .unknown(
        UnknownRecord(recorded: recorded, type: identifier, envelope: envelope, data: data))
    }
    let data = try fields(type.data, depth: 0)
    try end()
    return .event(recorded: recorded, event(type, envelope, data))
  }

  /// Throws unless the keys that every record has are among those seen.
  func expectEnvelope(_ seen: UInt64) throws(CodecError) {
    for key in [EventCodec.Key.id, EventCodec.Key.source, EventCodec.Key.type, EventCodec.Key.time]
    where seen & 1 << key == 0 {
      throw reader.error(.missingKey(key), at: 0)
    }
  }

  mutating func recordedTime() throws(CodecError) -> Instant {
    try expectKey(EventCodec.Key.recorded, isThere: true, after: nil)
    let start = reader.offset
    let value = try reader.fixedWidth()
    guard value <= UInt64(Int64.max) else { throw reader.error(.outOfRange, at: start) }
    return Instant(microseconds: Int64(bitPattern: value))
  }

  mutating func expectKey(
    _ wanted: UInt64, isThere: Bool, after last: UInt64?
  ) throws(CodecError) {
    guard isThere, !reader.isAtEnd else { throw reader.error(.missingKey(wanted)) }
    let start = reader.offset
    let key = try nextKey(after: last)
    guard key == wanted else { throw reader.error(.missingKey(wanted), at: start) }
  }

  /// The next integer key, which must be larger than the last.
  mutating func nextKey(after last: UInt64?) throws(CodecError) -> UInt64 {
    let start = reader.offset
    let key = try reader.head(.unsigned, "a key")
    if let last, key <= last { throw reader.error(.keysNotAscending, at: start) }
    return key
  }

  private mutating func envelopeValue(
    _ key: UInt64, at start: Int, _ envelope: inout UnknownRecord.Envelope
  ) throws(CodecError) {
    switch key {
    case EventCodec.Key.id: envelope.id = try reader.text()
    case EventCodec.Key.source: envelope.source = try reader.text()
    case EventCodec.Key.subject: envelope.subject = try reader.text()
    case EventCodec.Key.time:
      envelope.time = Instant(microseconds: try reader.integer())
    case EventCodec.Key.campaign: envelope.campaign = try reader.text()
    case EventCodec.Key.unit: envelope.unit = try reader.text()
    case EventCodec.Key.actor: envelope.actor = try reader.text()
    case EventCodec.Key.provision: envelope.provision = try reader.text()
    case EventCodec.Key.obligation: envelope.obligation = try reader.text()
    case EventCodec.Key.causation: envelope.causation = try reader.text()
    case EventCodec.Key.correlation: envelope.correlation = try reader.text()
    default: throw reader.error(.unknownKey(key), at: start)
    }
  }

  func end() throws(CodecError) {
    guard reader.isAtEnd else { throw reader.error(.trailingBytes) }
  }

  private func event(
    _ type: StoredType, _ envelope: UnknownRecord.Envelope, _ data: [NamedValue]
  ) -> Event {
    Event(
      id: envelope.id, source: envelope.source, type: type.type, subject: envelope.subject,
      time: envelope.time, campaign: envelope.campaign, unit: envelope.unit,
      actor: envelope.actor.map(FieldValue.text), provision: envelope.provision,
      obligation: envelope.obligation, causation: envelope.causation,
      correlation: envelope.correlation, data: data)
  }
}
