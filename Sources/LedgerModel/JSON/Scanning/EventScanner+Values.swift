import Catalog

extension EventScanner {
  /// How deep values may be nested to be read in one pass.
  private static let depthMax = 8

  /// The fields of an object in the order in which they are stored.
  mutating func record(_ plan: ScanRecord, depth: Int) throws(Unsure) -> [NamedValue] {
    guard plan.isReadable, depth <= Self.depthMax else { throw Unsure() }
    try text.expect(UInt8(ascii: "{"))
    var result: [NamedValue] = []
    result.reserveCapacity(8)
    var (seen, filled): (UInt64, UInt64) = (0, 0)
    var next = 0
    var isAscending = true
    var more = text.begins(until: UInt8(ascii: "}"))
    while more {
      let name = try text.name()
      guard let index = plan.names.index(of: name, in: text.bytes, from: next) else {
        throw Unsure()
      }
      let bit: UInt64 = 1 << UInt64(index)
      guard seen & bit == 0 else { throw Unsure() }
      if index < next { isAscending = false }
      seen |= bit
      next = index &+ 1
      if try !text.takeNull() {
        filled |= bit
        result.append(NamedValue(plan.names.names[index], try field(plan, index, depth: depth)))
      }
      more = try text.goesOn(until: UInt8(ascii: "}"))
    }
    guard filled & plan.required == plan.required else { throw Unsure() }
    return isAscending ? result : Self.ordered(result, plan)
  }

  private static func ordered(_ values: [NamedValue], _ plan: ScanRecord) -> [NamedValue] {
    plan.names.names.compactMap { name in values.first { $0.name == name } }
  }

  private mutating func field(
    _ plan: ScanRecord, _ index: Int, depth: Int
  ) throws(Unsure) -> FieldValue {
    if plan.isProtected[index] { return .text(try filledText()) }
    let value = try value(plan.shapes[index], depth: depth)
    if plan.isVersion[index], let number = value.integer, number < 1 { throw Unsure() }
    return value
  }

  private mutating func value(_ shape: ScanShape, depth: Int) throws(Unsure) -> FieldValue {
    switch shape {
    case .text: return .text(try filledText())
    case .choice(let words): return .text(try choice(words))
    case .person: return try person()
    case .integer(let isCount):
      let (number, scale) = try text.number()
      guard scale == 0, !isCount || number >= 0 else { throw Unsure() }
      return .integer(number)
    case .decimal:
      let (digits, scale) = try text.number()
      return .decimal(ExactDecimal(mantissa: digits, scale: UInt8(scale)))
    case .bool: return .bool(try bool())
    case .instant: return .instant(try text.instant())
    case .date: return .date(try text.date())
    case .duration: return .duration(try text.duration())
    case .position:
      let (number, scale) = try text.number()
      guard scale == 0, number > 0 else { throw Unsure() }
      return .position(Position(UInt64(number)))
    case .list(let element): return .list(try list(element, depth: depth &+ 1))
    case .record(let plan): return .record(try record(plan, depth: depth &+ 1))
    case .map(let element): return .record(try map(element, depth: depth &+ 1))
    case .any: return try any(depth: depth &+ 1)
    }
  }

  /// A text that is not empty.
  mutating func filledText() throws(Unsure) -> String {
    let text = try text.text()
    guard !text.isEmpty else { throw Unsure() }
    return text
  }

  private mutating func choice(_ words: ScanNames) throws(Unsure) -> String {
    guard let range = try text.plainString(),
      let index = words.index(of: range, in: text.bytes, from: 0)
    else { throw Unsure() }
    return words.names[index]
  }

  private mutating func bool() throws(Unsure) -> Bool {
    let isTrue = text.next == UInt8(ascii: "t")
    try text.takeWord(isTrue ? "true" : "false")
    return isTrue
  }

  private mutating func list(_ element: ScanShape, depth: Int) throws(Unsure) -> [FieldValue] {
    guard depth <= Self.depthMax else { throw Unsure() }
    try text.expect(UInt8(ascii: "["))
    var result: [FieldValue] = []
    var more = text.begins(until: UInt8(ascii: "]"))
    while more {
      result.append(try value(element, depth: depth))
      more = try text.goesOn(until: UInt8(ascii: "]"))
    }
    return result
  }

  /// Named values, sorted as they are stored.
  private mutating func map(_ element: ScanShape, depth: Int) throws(Unsure) -> [NamedValue] {
    guard depth <= Self.depthMax else { throw Unsure() }
    try text.expect(UInt8(ascii: "{"))
    var result: [NamedValue] = []
    var isAscending = true
    var more = text.begins(until: UInt8(ascii: "}"))
    while more {
      let name = try text.text(try text.name())
      if let last = result.last, !CBORWriter.precedes(last.name, name) { isAscending = false }
      result.append(NamedValue(name, try value(element, depth: depth)))
      more = try text.goesOn(until: UInt8(ascii: "}"))
    }
    return isAscending ? result : try Self.sorted(result)
  }

  private static func sorted(_ values: [NamedValue]) throws(Unsure) -> [NamedValue] {
    let result = values.sorted { CBORWriter.precedes($0.name, $1.name) }
    for (first, second) in zip(result, result.dropFirst())
    where !CBORWriter.precedes(first.name, second.name) { throw Unsure() }
    return result
  }

  /// Any value that JSON can hold.
  private mutating func any(depth: Int) throws(Unsure) -> FieldValue {
    switch text.next {
    case UInt8(ascii: "\""): return .text(try text.text())
    case UInt8(ascii: "{"): return .record(try map(.any, depth: depth))
    case UInt8(ascii: "["): return .list(try list(.any, depth: depth))
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool(try bool())
    case UInt8(ascii: "n"):
      try text.takeWord("null")
      return .null
    default:
      let (digits, scale) = try text.number()
      return scale == 0
        ? .integer(digits) : .decimal(ExactDecimal(mantissa: digits, scale: UInt8(scale)))
    }
  }

  /// A person by a text or by `{issuer, id}`.
  mutating func person() throws(Unsure) -> FieldValue {
    if text.next == UInt8(ascii: "{") { return .account(try account()) }
    guard let range = try text.plainString(), !range.isEmpty else { throw Unsure() }
    let name = try text.text(range)
    if name.utf8.starts(with: Self.systemPrefix) {
      // A mark that combines with the colon makes it another character, and the name a person's.
      guard name.utf8.allSatisfy({ $0 < 0x80 }) else { throw Unsure() }
      return .text(name)
    }
    return .account(Account(identifier: try checked(name, range)))
  }

  private mutating func account() throws(Unsure) -> Account {
    try text.expect(UInt8(ascii: "{"))
    var (issuer, identifier): (String?, String?)
    var more = text.begins(until: UInt8(ascii: "}"))
    while more {
      let name = try text.name()
      guard let index = Self.accountNames.index(of: name, in: text.bytes, from: 0),
        let range = try text.plainString()
      else { throw Unsure() }
      let value = try checked(try text.text(range), range)
      if index == 0 {
        guard issuer == nil else { throw Unsure() }
        issuer = value
      } else {
        guard identifier == nil else { throw Unsure() }
        identifier = value
      }
      more = try text.goesOn(until: UInt8(ascii: "}"))
    }
    guard let identifier, !identifier.isEmpty else { throw Unsure() }
    return Account(issuer: issuer ?? "", identifier: identifier)
  }

  /// The limit holds for the bytes as they were given.
  private func checked(_ text: String, _ range: Range<Int>) throws(Unsure) -> String {
    guard range.count <= EventValidator.maximumIdentifierByteCount else { throw Unsure() }
    return text
  }

  private static let accountNames = ScanNames(["issuer", "id"])
  private static let systemPrefix = Array(EventJSON.systemPrefix.utf8)
}
