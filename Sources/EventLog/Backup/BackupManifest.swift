package import LedgerModel

/// What `backup.json` says of a backup: one JSON object, mode 0600, replaced in one step.
package struct BackupManifest: Hashable, Sendable {
  /// The ledger that was copied, as in its head: 16 bytes.
  package var ledger: [UInt8]
  /// Whether everything was copied and verified. The rest is true for that moment only.
  package var isComplete: Bool
  package var position: Position
  /// Root over the events up to `position`, hex.
  package var root: String
  package var madeAt: Instant
  package var hasPersonKeys: Bool
  /// Version of the program.
  package var engine = LogHead.currentEngine

  static let fileName = "backup.json"
  static let format: Int64 = 1

  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("kiem_backup")
      json.integer(Self.format)
      json.name("ledger")
      json.string(ledger.hexDigits)
      json.name("complete")
      json.bool(isComplete)
      json.name("position")
      json.integer(position.number)
      json.name("root")
      json.string(root)
      json.name("made_at")
      json.string(madeAt.rfc3339)
      json.name("person_keys")
      json.bool(hasPersonKeys)
      json.name("engine")
      json.string(engine)
    }
    return writer.text
  }

  init(
    ledger: [UInt8], isComplete: Bool, position: Position, root: String, madeAt: Instant,
    hasPersonKeys: Bool
  ) {
    self.ledger = ledger
    self.isComplete = isComplete
    self.position = position
    self.root = root
    self.madeAt = madeAt
    self.hasPersonKeys = hasPersonKeys
  }

  /// Reads what `json` wrote; members of later versions are passed over.
  init(_ bytes: [UInt8], path: String) throws {
    let node: JSONNode
    do { node = try JSONParser.parse(bytes.span) } catch {
      throw BackupProblem.damagedManifest(path: path)
    }
    guard let format = node["kiem_backup"]?.decimal?.wholeNumber else {
      throw BackupProblem.damagedManifest(path: path)
    }
    guard format <= Self.format else { throw BackupProblem.newerFormat(format, path: path) }
    guard let ledger = node["ledger"]?.string.flatMap({ [UInt8](hexDigits: $0) }),
      let isComplete = node["complete"]?.bool,
      let position = node["position"]?.decimal?.wholeNumber, position >= 0,
      let root = node["root"]?.string, let made = node["made_at"]?.string,
      let hasPersonKeys = node["person_keys"]?.bool
    else { throw BackupProblem.damagedManifest(path: path) }
    self.ledger = ledger
    self.isComplete = isComplete
    self.position = Position(UInt64(position))
    self.root = root
    do { madeAt = try Instant(rfc3339: made) } catch {
      throw BackupProblem.damagedManifest(path: path)
    }
    self.hasPersonKeys = hasPersonKeys
    engine = node["engine"]?.string ?? ""
  }
}

extension ExactDecimal {
  /// The number if it is written without a fraction.
  var wholeNumber: Int64? { scale == 0 ? mantissa : nil }
}

extension [UInt8] {
  /// Two lower-case digits a byte.
  var hexDigits: String {
    let digits = [UInt8]("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads hexadecimal digits of either case; nil for anything else.
  init?(hexDigits text: String) {
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    self = bytes
  }
}
