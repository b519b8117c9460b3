/// Events as CloudEvents 1.0 in JSON, structured mode: the form in which files hold them.
///
/// Attributes are texts; the envelope's extensions are `campaign`, `orgunit`, `actor`,
/// `provision`, `obligation`, `causationid` and `correlationid`. Persons are texts or
/// `{"issuer": …, "id": …}`, instants RFC 3339 with an offset, days `2021-08-05`, lengths of time
/// ISO 8601, values kept in the vault `{"commitment": hex}`. `seq` is the position that an event
/// had in the ledger it comes from, `recordedtime` when that one took it in: a ledger numbers and
/// dates its events itself, unless history is moved in.
package enum EventJSON {
  /// The attributes that may stand beside `data`.
  package static let attributes: [String] = [
    "specversion", "id", "source", "type", "subject", "time", "recordedtime", "seq", "campaign",
    "orgunit", "actor", "provision", "obligation", "causationid", "correlationid", "dataschema",
    "datacontenttype", "data",
  ]

  /// Words that start the name of an actor which is a program and no person.
  package static let systemPrefix = "system:"

  /// The event in those bytes, checked against the catalogue.
  ///
  /// What a program wrote is read in one pass; whatever is out of the ordinary step by step, which
  /// gives the same event or says what is wrong.
  package static func read(_ bytes: Span<UInt8>) -> EventReading {
    readInOnePass(bytes) ?? readStepByStep(bytes)
  }

  /// The event in those bytes if nothing about them is out of the ordinary.
  package static func readInOnePass(_ bytes: Span<UInt8>) -> EventReading? {
    EventScanner.read(bytes)
  }

  /// The event in those bytes by way of a tree of JSON values.
  package static func readStepByStep(_ bytes: Span<UInt8>) -> EventReading {
    do {
      return read(try JSONParser.parse(bytes))
    } catch {
      return EventReading(event: nil, problems: [problem(of: error, in: bytes)])
    }
  }

  /// The event in that text, checked against the catalogue.
  package static func read(_ text: String) -> EventReading {
    let bytes = Array(text.utf8)
    return read(bytes.span)
  }

  /// What is wrong with a text that is no JSON; columns count bytes from 1.
  package static func problem(of error: JSONError, in bytes: Span<UInt8>) -> FieldProblem {
    var line = 1
    var column = 1
    for index in 0..<min(error.offset, bytes.count) {
      column += 1
      if bytes[index] == 0x0A {
        line += 1
        column = 1
      }
    }
    let place = line == 1 ? "column \(column)" : "line \(line) of the value, column \(column)"
    let rule: ProblemRule =
      switch error.reason {
      case .invalidUTF8: .invalidUTF8
      case .duplicateName: .duplicateKey
      case .tooDeep: .tooDeep
      default: .syntax
      }
    return FieldProblem("event", rule, "\(error.reason) at \(place)")
  }
}
