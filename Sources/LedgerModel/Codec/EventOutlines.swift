package import Catalog

/// Stored events one behind the other as bytes, and where their parts lie: what needs few fields of
/// an event makes no values of the others.
///
/// Every record is checked as strictly as `EventCodec.read` does, so the bytes of a part can be taken
/// for what the catalogue says.
package struct EventOutlines: Sendable {
  /// The records, one behind the other.
  @usableFromInline package private(set) var bytes: [UInt8] = []
  @usableFromInline private(set) var parts: [EventPart] = []
  @usableFromInline private(set) var outlines: [EventOutline] = []

  package init() {}

  @inlinable package var count: Int { outlines.count }

  /// Makes room for that many records.
  package mutating func reserve(_ count: Int) {
    outlines.reserveCapacity(count)
    parts.reserveCapacity(count * 12)
    bytes.reserveCapacity(count * 320)
  }

  /// Adds a record unless its type is not wanted, or only a newer program knows it; returns whether
  /// it did. O(bytes). Throws what `EventCodec.read` throws.
  ///
  /// - Parameter isWanted: by the number of the type.
  package mutating func append(
    _ record: Span<UInt8>, at position: Position, _ isWanted: [Bool]
  ) throws(CodecError) -> Bool {
    guard record.count <= EventCodec.maximumByteCount else {
      throw CodecError(offset: 0, .tooLarge)
    }
    let (start, firstPart) = (bytes.count, parts.count)
    var decoder = EventDecoder(record)
    guard let head = try decoder.outline(&parts, base: start, isWanted) else {
      parts.removeSubrange(firstPart...)
      return false
    }
    bytes.append(record)
    outlines.append(
      EventOutline(
        position: position, recorded: head.recorded, time: head.time, type: head.type,
        bytes: start..<bytes.count, firstPart: firstPart, endOfParts: parts.count))
    return true
  }

  /// In O(1), as what follows.
  @inlinable package subscript(event: Int) -> EventOutline { outlines[event] }

  @inlinable package func type(of event: Int) -> Int { outlines[event].type }
  @inlinable package func position(of event: Int) -> Position { outlines[event].position }

  /// The bytes of a part of an event: of a text its content, of anything else the whole item. None
  /// when the event does not have it.
  @inlinable package func range(_ key: EventPart.Key, of event: Int) -> Range<Int>? {
    var part = outlines[event].firstPart
    let end = outlines[event].endOfParts
    while part < end {
      if parts[part].key == key { return parts[part].range }
      part &+= 1
    }
    return nil
  }

  /// The event as an object. Throws what `EventCodec.read` throws.
  package func event(_ event: Int) throws(CodecError) -> RecordedEvent? {
    let outline = outlines[event]
    let record = bytes.span.extracting(outline.bytes)
    guard case .event(let recorded, let event) = try EventCodec.read(record) else { return nil }
    return RecordedEvent(position: outline.position, recorded: recorded, event: event)
  }

  /// The number of a whole-number part, as those of integers, instants, lengths and positions. Throws
  /// for any other.
  package func integer(in range: Range<Int>) throws(CodecError) -> Int64 {
    var reader = CBORReader(bytes.span, at: range.lowerBound)
    return try reader.integer()
  }

  /// The number of a part that is a position. Throws for any other.
  package func unsigned(in range: Range<Int>) throws(CodecError) -> UInt64 {
    var reader = CBORReader(bytes.span, at: range.lowerBound)
    return try reader.head(.unsigned, "a position")
  }

  /// The number of elements of a list. Throws for anything else.
  package func elementCount(in range: Range<Int>) throws(CodecError) -> Int {
    var reader = CBORReader(bytes.span, at: range.lowerBound)
    return try reader.count(.array, "a list")
  }
}

/// One event among others.
@usableFromInline package struct EventOutline: Sendable {
  @usableFromInline package let position: Position
  package let recorded: Instant
  package let time: Instant
  /// The number of its type, as `EventCatalog.types` counts.
  @usableFromInline package let type: Int
  let bytes: Range<Int>
  @usableFromInline let firstPart: Int
  @usableFromInline let endOfParts: Int
}

/// Where one part of an event lies.
@usableFromInline package struct EventPart: Sendable {
  @usableFromInline let key: Key
  @usableFromInline let start: UInt32
  @usableFromInline let end: UInt32

  init(_ key: Key, _ range: Range<Int>, base: Int) {
    self.key = key
    start = UInt32(truncatingIfNeeded: base &+ range.lowerBound)
    end = UInt32(truncatingIfNeeded: base &+ range.upperBound)
  }

  @inlinable var range: Range<Int> { Int(start)..<Int(end) }

  /// Which part: one of the envelope, or a field of the type.
  @usableFromInline package struct Key: Sendable, Hashable {
    @usableFromInline let number: UInt64

    init(envelope key: UInt64) { number = key }

    @inlinable package static func == (left: Key, right: Key) -> Bool {
      left.number == right.number
    }

    /// Fields are numbered behind the keys of the envelope.
    init(field: UInt64) { number = field &+ 32 }

    package static let source = Key(envelope: EventCodec.Key.source)
    package static let campaign = Key(envelope: EventCodec.Key.campaign)
    package static let unit = Key(envelope: EventCodec.Key.unit)
    package static let actor = Key(envelope: EventCodec.Key.actor)
    package static let provision = Key(envelope: EventCodec.Key.provision)
    package static let obligation = Key(envelope: EventCodec.Key.obligation)
  }

  /// A field of the type as it is stored.
  package struct Field: Sendable {
    package let key: Key
    package let form: Form
  }

  /// What the bytes of a field are.
  package enum Form: Sendable, Hashable {
    case text, integer, instant, duration, position, list
    /// 32 bytes that stand for a value.
    case commitment
    /// Anything that takes more than a look to read.
    case other
  }
}

extension EventType {
  /// The field of that name as it is stored; none when the type does not have it.
  package func storedField(named name: String) -> EventPart.Field? {
    guard let field = StoredTypes.all.type(self)?.data.field(named: name) else { return nil }
    return EventPart.Field(key: .init(field: field.number), form: field.form)
  }

  /// Its place in `EventCatalog.types`.
  package var number: Int { StoredTypes.all.type(self)?.number ?? 0 }
}

extension StoredField {
  fileprivate var form: EventPart.Form {
    if isProtected { return .commitment }
    return switch shape {
    case .text: .text
    case .integer: .integer
    case .instant: .instant
    case .duration: .duration
    case .position: .position
    case .list: .list
    default: .other
    }
  }
}
