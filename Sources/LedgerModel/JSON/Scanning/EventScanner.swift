import Catalog

/// Reads and validates an event in one pass over its bytes, without a tree of JSON values.
///
/// It takes only what it is sure about, which is nearly every row that a program wrote: what it
/// yields is what reading, normalising and validating step by step yield. Everything else, and
/// everything that has to be refused, is left to them.
struct EventScanner: ~Escapable {
  var text: ScanText
  private var envelope = Envelope()

  /// Longer rows are read step by step. What is stored of a shorter one, whose every text may become
  /// a pseudonym, stays below `EventCodec.maximumByteCount`.
  static let byteCountMax = 4_096

  @_lifetime(copy bytes)
  private init(_ bytes: Span<UInt8>) { text = ScanText(bytes) }

  /// The event in those bytes; none when it has to be read step by step.
  static func read(_ bytes: Span<UInt8>) -> EventReading? {
    guard bytes.count <= byteCountMax else { return nil }
    do {
      var scanner = EventScanner(bytes)
      return try scanner.read()
    } catch {
      return nil
    }
  }

  private mutating func read() throws(Unsure) -> EventReading {
    text.skipSpaces()
    try text.expect(UInt8(ascii: "{"))
    var seen: UInt64 = 0
    var next = 0
    var more = text.begins(until: UInt8(ascii: "}"))
    while more {
      let name = try text.name()
      guard let index = Self.attributes.index(of: name, in: text.bytes, from: next),
        seen & 1 << UInt64(index) == 0
      else { throw Unsure() }
      seen |= 1 << UInt64(index)
      next = index &+ 1
      if try !text.takeNull() { try attribute(index) }
      more = try text.goesOn(until: UInt8(ascii: "}"))
    }
    text.skipSpaces()
    guard text.isAtEnd else { throw Unsure() }
    return try reading()
  }

  /// Reads the value of an attribute by its place in `EventJSON.attributes`.
  private mutating func attribute(_ index: Int) throws(Unsure) {
    switch index {
    case 0:
      guard let range = try text.plainString(), range.count == 3,
        text.bytes[range.lowerBound] == UInt8(ascii: "1"),
        text.bytes[range.lowerBound &+ 1] == UInt8(ascii: "."),
        text.bytes[range.lowerBound &+ 2] == UInt8(ascii: "0")
      else { throw Unsure() }
      envelope.hasVersion = true
    case 1: envelope.id = try identifier()
    case 2: envelope.source = try identifier()
    case 3: envelope.type = try type()
    case 4: envelope.subject = try filledText()
    case 5: envelope.time = try text.instant()
    case 6: envelope.recorded = try text.instant()
    case 7:
      if text.next == UInt8(ascii: "\"") { _ = try text.text() } else { _ = try text.number() }
      envelope.isReplayed = true
    case 8: envelope.campaign = try filledText()
    case 9: envelope.unit = try filledText()
    case 10: envelope.actor = try person()
    case 11: envelope.provision = try filledText()
    case 12: envelope.obligation = try filledText()
    case 13: envelope.causation = try filledText()
    case 14: envelope.correlation = try filledText()
    case 17:
      guard let type = envelope.type, let plan = ScanPlan.plan(for: type.type) else {
        throw Unsure()
      }
      envelope.data = try record(plan.data, depth: 0)
    default: throw Unsure()
    }
  }

  private mutating func identifier() throws(Unsure) -> String {
    let text = try filledText()
    guard text.utf8.count <= EventValidator.maximumIdentifierByteCount else { throw Unsure() }
    return text
  }

  private mutating func type() throws(Unsure) -> StoredType {
    guard let range = try text.plainString(),
      let type = StoredTypes.all.type(identifier: text.bytes.extracting(range))
    else { throw Unsure() }
    return type
  }

  private consuming func reading() throws(Unsure) -> EventReading {
    guard envelope.hasVersion, let type = envelope.type?.type, let id = envelope.id,
      let source = envelope.source, let time = envelope.time,
      let plan = ScanPlan.plan(for: type),
      envelope.data != nil || plan.data.required == 0, envelope.holds(what: plan)
    else { throw Unsure() }
    let event = Event(
      id: id, source: source, type: type, subject: envelope.subject, time: time,
      campaign: envelope.campaign, unit: envelope.unit, actor: envelope.actor,
      provision: envelope.provision, obligation: envelope.obligation,
      causation: envelope.causation, correlation: envelope.correlation,
      data: envelope.data ?? [])
    if plan.hasRules {
      var pass = ValidationPass()
      pass.checkRules(of: event)
      guard pass.problems.isEmpty else { throw Unsure() }
    }
    var reading = EventReading(event: event, recorded: envelope.recorded)
    reading.isReplayed = envelope.isReplayed
    return reading
  }

  private static let attributes = ScanNames(EventJSON.attributes)
}

/// What has been read of the attributes.
private struct Envelope {
  var hasVersion = false
  var id: String?
  var source: String?
  var type: StoredType?
  var subject: String?
  var time: Instant?
  var recorded: Instant?
  var isReplayed = false
  var campaign: String?
  var unit: String?
  var actor: FieldValue?
  var provision: String?
  var obligation: String?
  var causation: String?
  var correlation: String?
  var data: [NamedValue]?

  /// Whether everything is there that the type needs.
  func holds(what plan: ScanPlan) -> Bool {
    (campaign != nil || !plan.needsCampaign) && (unit != nil || !plan.needsUnit)
      && (provision != nil || !plan.needsProvision) && (actor != nil || !plan.needsActor)
      && (obligation != nil || !plan.needsObligation)
  }
}
