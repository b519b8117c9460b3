extension EventDecoder {
  /// The fields of a record in the order of their numbers.
  mutating func fields(
    _ layout: StoredRecord, depth: Int
  ) throws(CodecError) -> [NamedValue] {
    try check(depth)
    let count = try reader.count(.map, "a map of fields")
    var result: [NamedValue] = []
    result.reserveCapacity(count)
    var last: UInt64?
    for _ in 0..<count {
      let key = try nextKey(after: last)
      last = key
      if let field = layout.field(numbered: key) {
        result.append(NamedValue(field.name, try value(field, depth: depth)))
      } else {
        result.append(NamedValue("#\(key)", try unknown(depth: depth &+ 1)))
      }
    }
    return result
  }

  private mutating func value(
    _ field: StoredField, depth: Int
  ) throws(CodecError) -> FieldValue {
    guard field.isProtected else { return try value(field.shape, depth: depth) }
    return .commitment(reader.copy(try commitment()))
  }

  /// Where the next commitment lies, which is skipped.
  mutating func commitment() throws(CodecError) -> Range<Int> {
    let range = try reader.content(.bytes, "the 32 bytes of a commitment")
    guard range.count == 32 else {
      throw reader.error(.expected("the 32 bytes of a commitment"), at: range.lowerBound)
    }
    return range
  }

  mutating func value(
    _ shape: StoredShape, depth: Int
  ) throws(CodecError) -> FieldValue {
    switch shape {
    case .text: .text(try reader.text())
    case .integer: .integer(try reader.integer())
    case .decimal: .decimal(try reader.decimal())
    case .bool: .bool(try reader.bool())
    case .instant: .instant(Instant(microseconds: try reader.integer()))
    case .date: .date(try reader.date())
    case .duration: .duration(TimeSpan(microseconds: try reader.integer()))
    case .position: .position(Position(try reader.head(.unsigned, "a position")))
    case .any: try any(depth: depth &+ 1)
    case .list(let element): .list(try list(element, depth: depth &+ 1))
    case .record(let layout): .record(try fields(layout, depth: depth &+ 1))
    case .map(let element): .record(try map(element, depth: depth &+ 1))
    }
  }

  private mutating func list(
    _ element: StoredShape, depth: Int
  ) throws(CodecError) -> [FieldValue] {
    try check(depth)
    let count = try reader.count(.array, "a list")
    var result: [FieldValue] = []
    result.reserveCapacity(count)
    for _ in 0..<count { result.append(try value(element, depth: depth)) }
    return result
  }

  private mutating func map(
    _ element: StoredShape, depth: Int
  ) throws(CodecError) -> [NamedValue] {
    try check(depth)
    let count = try reader.count(.map, "a map")
    var result: [NamedValue] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      let name = try textKey(after: result.last?.name)
      result.append(NamedValue(name, try value(element, depth: depth)))
    }
    return result
  }

  /// The next text key, which must follow the last one in the order of a deterministic map.
  private mutating func textKey(after last: String?) throws(CodecError) -> String {
    let start = reader.offset
    let name = try reader.text()
    if let last, !CBORWriter.precedes(last, name) {
      throw reader.error(.keysNotAscending, at: start)
    }
    return name
  }

  func check(_ depth: Int) throws(CodecError) {
    guard depth <= EventCodec.maximumDepth else { throw reader.error(.tooDeep) }
  }
}

extension EventDecoder {
  /// A value that JSON can hold.
  private mutating func any(depth: Int) throws(CodecError) -> FieldValue {
    try check(depth)
    switch try reader.peekMajor() {
    case .unsigned, .negative: return .integer(try reader.integer())
    case .text: return .text(try reader.text())
    case .array: return .list(try list(.any, depth: depth))
    case .map: return .record(try map(.any, depth: depth))
    case .tag: return .decimal(try reader.decimal())
    case .simple: return try simple()
    case .bytes: throw reader.error(.expected("a value that JSON can hold"))
    }
  }

  private mutating func simple() throws(CodecError) -> FieldValue {
    let start = reader.offset
    switch try reader.head(.simple, "a simple value") {
    case 20: return .bool(false)
    case 21: return .bool(true)
    case 22: return .null
    default: throw reader.error(.unsupportedItem, at: start)
    }
  }

  /// The data of a type that the catalogue does not have.
  mutating func unknownRecord(depth: Int) throws(CodecError) -> FieldValue {
    guard try reader.peekMajor() == .map else { throw reader.error(.expected("a map of fields")) }
    return try unknown(depth: depth)
  }

  /// Any value that a record can hold, read without a catalogue.
  mutating func unknown(depth: Int) throws(CodecError) -> FieldValue {
    try check(depth)
    switch try reader.peekMajor() {
    case .bytes: return .commitment(try reader.byteString())
    case .array:
      let count = try reader.count(.array, "a list")
      var result: [FieldValue] = []
      result.reserveCapacity(count)
      for _ in 0..<count { result.append(try unknown(depth: depth &+ 1)) }
      return .list(result)
    case .map: return .record(try unknownMap(depth: depth &+ 1))
    case .tag: return try tagged()
    case .unsigned:
      let number = try reader.head(.unsigned, "a number")
      return Int64(exactly: number).map(FieldValue.integer) ?? .position(Position(number))
    case .negative, .text, .simple: return try any(depth: depth)
    }
  }

  private mutating func tagged() throws(CodecError) -> FieldValue {
    let start = reader.offset
    switch try reader.head(.tag, "a tag") {
    case 4: return .decimal(try reader.decimalContent())
    case 100: return .date(try reader.dateContent())
    default: throw reader.error(.unsupportedItem, at: start)
    }
  }

  /// A map with either kind of keys, ascending; integer keys become `#n`.
  private mutating func unknownMap(depth: Int) throws(CodecError) -> [NamedValue] {
    let count = try reader.count(.map, "a map")
    var result: [NamedValue] = []
    result.reserveCapacity(count)
    let hasNumbers = count > 0 ? try reader.peekMajor() == .unsigned : false
    var lastKey: UInt64?
    for _ in 0..<count {
      let name: String
      if hasNumbers {
        let key = try nextKey(after: lastKey)
        lastKey = key
        name = "#\(key)"
      } else {
        name = try textKey(after: result.last?.name)
      }
      result.append(NamedValue(name, try unknown(depth: depth)))
    }
    return result
  }
}
