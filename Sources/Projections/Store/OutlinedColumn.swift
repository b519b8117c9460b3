import Catalog
import Columns
import LedgerModel

/// What the stored bytes of an event of one type say in one column.
enum OutlinedColumn {
  /// The value of that number among those of its rows.
  case constant(Int)
  case name
  case time, recorded, position
  /// A part that is a text.
  case text(EventPart.Key, TextColumn.Kind)
  /// The same, empty where it is missing.
  case textOrEmpty(EventPart.Key)
  case number(EventPart.Key, NumberColumn.Kind)
  case count(EventPart.Key)
  /// 32 bytes as hexadecimal digits.
  case digits(EventPart.Key)
  /// A text as a set of one.
  case set(EventPart.Key)

  /// None when the bytes would have to be read as the whole event is. Values that do not depend on the
  /// event are added to `constants`.
  init?(_ column: EventColumn, of type: EventType, _ constants: inout [Value]) {
    switch column {
    case .name: self = .name
    case .time: self = .time
    case .recorded: self = .recorded
    case .position: self = .position
    case .source: self = .text(.source, .string)
    case .unit: self = .text(.unit, .entity)
    case .campaign: self = .text(.campaign, .entity)
    case .actor: self = .text(.actor, .string)
    case .provision: self = .text(.provision, .entity)
    case .obligation: self = .text(.obligation, .entity)
    case .constant(let value): self.init(constant: value, &constants)
    case .typeIdentifier: self.init(constant: .string(type.identifier), &constants)
    default:
      guard let made = OutlinedColumn(field: column, of: type, &constants) else { return nil }
      self = made
    }
  }

  private init(constant value: Value, _ constants: inout [Value]) {
    // Types share them, so that rows of several types lie in one run.
    let known = constants.firstIndex(of: value)
    self = .constant(known ?? constants.count)
    if known == nil { constants.append(value) }
  }

  func isConstant(_ number: Int) -> Bool {
    if case .constant(number) = self { true } else { false }
  }

  /// A column that one field fills.
  private init?(field column: EventColumn, of type: EventType, _ constants: inout [Value]) {
    let (name, missing, forms) = OutlinedColumn.rule(column)
    guard let field = type.storedField(named: name) else {
      self.init(constant: missing, &constants)
      return
    }
    if let make = forms[field.form] {
      self = make(field.key)
    } else if field.form == .other {
      return nil
    } else {
      self.init(constant: missing, &constants)
    }
  }

  /// The field, what it comes to where the type has none of that kind, and how it is read.
  private static func rule(
    _ column: EventColumn
  ) -> (
    name: String, missing: Value, forms: [EventPart.Form: (EventPart.Key) -> OutlinedColumn]
  ) {
    switch column {
    case .string(let name): (name, .none, [.text: { .text($0, .string) }])
    case .symbol(let name): (name, .none, [.text: { .text($0, .symbol) }])
    case .entity(let name): (name, .none, [.text: { .text($0, .entity) }])
    case .text(let name): (name, .string(""), [.text: { .textOrEmpty($0) }])
    case .positionField(let name): (name, .none, [.position: { .number($0, .position) }])
    case .duration(let name): (name, .none, [.duration: { .number($0, .duration) }])
    case .count(let name): (name, .integer(0), [.list: { .count($0) }])
    case .digest(let name):
      (name, .none, [.commitment: { .digits($0) }, .text: { .text($0, .string) }])
    case .strings(let name): (name, .set([]), [.text: { .set($0) }])
    default: ("", .none, [:])
    }
  }
}

extension ColumnBuilder {
  /// Adds what the event says in a column. Throws `CodecError` for bytes that no outline has.
  mutating func append(
    _ column: OutlinedColumn, _ event: Int, of outlines: EventOutlines, _ constants: [Value]
  ) throws {
    switch column {
    case .constant(let number): append(constants[number])
    case .name: append(name: outlines.position(of: event))
    case .time: append(outlines[event].time.microseconds, .instant)
    case .recorded: append(outlines[event].recorded.microseconds, .instant)
    case .position: append(Value.position(outlines[event].position))
    case .text(let key, let kind): append(text: outlines.range(key, of: event), kind, outlines)
    case .textOrEmpty(let key):
      append(text: outlines.range(key, of: event) ?? 0..<0, .string, outlines)
    case .number(let key, let kind):
      guard let range = outlines.range(key, of: event) else { return append(Value.none) }
      append(try outlines.value(in: range, kind))
    case .count(let key):
      let range = outlines.range(key, of: event)
      append(Int64(try range.map { try outlines.elementCount(in: $0) } ?? 0), .integer)
    case .digits(let key): append(digits: outlines.range(key, of: event), outlines)
    case .set(let key):
      let text = outlines.range(key, of: event).map {
        String(decoding: outlines.bytes[$0], as: UTF8.self)
      }
      append(Value.set(strings: text.map { [$0] } ?? []))
    }
  }

  private mutating func append(
    text range: Range<Int>?, _ kind: TextColumn.Kind, _ outlines: EventOutlines
  ) {
    guard let range else { return append(Value.none) }
    append(outlines.bytes.span.extracting(range), kind)
  }

  private mutating func append(digits range: Range<Int>?, _ outlines: EventOutlines) {
    guard let range else { return append(Value.none) }
    append(Value.string(RowKey.hexadecimal(Array(outlines.bytes[range]))))
  }

  /// `#` and the position, as `RecordedEvent.positionKey` has it.
  private mutating func append(name position: Position) {
    // At most twenty digits behind the sign.
    var digits: InlineArray<21, UInt8> = .init(repeating: 0)
    var (place, rest) = (21, position.number)
    repeat {
      place -= 1
      digits[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    place -= 1
    digits[place] = UInt8(ascii: "#")
    append(digits.span.extracting(place..<21), .string)
  }
}

extension EventOutlines {
  /// A number of that kind.
  fileprivate func value(in range: Range<Int>, _ kind: NumberColumn.Kind) throws -> Value {
    // A position may be larger than any number that a column holds.
    if kind == .position { return .position(Position(try unsigned(in: range))) }
    return kind.value(try integer(in: range))
  }
}
