package import LedgerModel

/// Reads rows that are CloudEvents in JSON, also wrapped in a line of a rejects file.
package struct EventRowReader: RowReader {
  package init() {}

  package func read(_ row: RawRow) -> EventReading {
    if let reading = EventJSON.readInOnePass(row.bytes.span) { return reading }
    return readJSON(row) { EventJSON.read($0) }
  }
}

/// Parses a row as JSON, takes it out of the wrapping of a rejects file, and reads what is inside.
func readJSON(_ row: RawRow, _ read: (JSONNode) -> EventReading) -> EventReading {
  if let problem = row.flawProblem { return EventReading(event: nil, problems: [problem]) }
  do {
    return try read(RejectWrapping.unwrapped(JSONParser.parse(row.bytes.span)))
      .remarking(row.flaw)
  } catch {
    let problem = EventJSON.problem(of: error, in: row.bytes.span)
    return EventReading(event: nil, problems: [problem]).remarking(row.flaw)
  }
}

/// How a refused JSON row stands in a rejects file: one object a line with the line it came from,
/// what is wrong, and the row itself, as `event` when it is JSON, as `text` when it is not.
enum RejectWrapping {
  static func line(_ row: RawRow, _ problems: [FieldProblem]) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.name("kiem_line")
      writer.integer(row.line)
      writer.name("kiem_problems")
      writer.array { writer in
        for problem in problems { writer.problem(problem) }
      }
      if let node = try? JSONParser.parse(row.bytes.span) {
        writer.name("event")
        writer.value(unwrapped(node, orSelf: true).value)
      } else {
        writer.name("text")
        writer.string(String(decoding: row.bytes, as: UTF8.self))
      }
    }
    return writer.text + "\n"
  }

  /// The row inside a wrapping; anything else as it is.
  static func unwrapped(_ node: JSONNode) throws(JSONError) -> JSONNode {
    guard node["kiem_line"] != nil else { return node }
    if let event = node["event"] { return event }
    if let text = node["text"]?.string { return try JSONParser.parse(text) }
    return node
  }

  private static func unwrapped(_ node: JSONNode, orSelf: Bool) -> JSONNode {
    (try? unwrapped(node)) ?? node
  }
}

extension JSONWriter {
  /// A problem as machines read it.
  mutating func problem(_ problem: FieldProblem) {
    object { writer in
      let members = [
        ("field", problem.field), ("rule", problem.rule.rawValue), ("message", problem.message),
        ("found", problem.found), ("remedy", problem.remedy),
      ]
      for case (let name, let value?) in members {
        writer.name(name)
        writer.string(value)
      }
    }
  }
}
