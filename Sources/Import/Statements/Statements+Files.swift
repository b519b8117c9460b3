import Crypto
package import Diagnostics
package import LedgerModel

extension ImportReader {
  /// Opens a file of xAPI statements: lines when its name says so, else objects or an array.
  package init(
    statements source: any ByteSource, mapping: StatementMapping, keepsStored: Bool = false
  ) throws(ImportError) {
    let isLines = ImportFormat.detect(fileName: source.name, firstBytes: []) == .ndjson
    try self.init(
      source, format: .xapi, framing: isLines ? .ndjson : .json,
      rows: StatementRowReader(mapping: mapping, keepsStored: keepsStored))
  }
}

extension ImportFile {
  /// A file of xAPI statements read through a mapping.
  ///
  /// - Parameter keepsStored: `stored` becomes `recorded`; only for moving in history.
  package init(
    statements mapping: StatementMapping, text: SourceText, keepsStored: Bool = false,
    source: @escaping @Sendable () throws(ImportError) -> any ByteSource
  ) throws(ImportError) {
    try self.init(
      name: source(), fingerprint: ImportFile.fingerprint(.xapi, mapping: text.text)
    ) { () throws(ImportError) in
      try ImportReader(statements: source(), mapping: mapping, keepsStored: keepsStored)
    }
  }
}

extension Account {
  /// Tells accounts apart without naming them: sixteen hexadecimal digits.
  var shortDigest: String {
    String(Array(SHA256.hash(data: Array("\(issuer)\n\(identifier)".utf8))).hexText.prefix(16))
  }
}

extension Statement {
  /// The statement in a JSON object, or what is wrong with it.
  package static func read(_ node: JSONNode) -> (statement: Statement?, problems: [FieldProblem]) {
    var reader = StatementReader()
    let statement = reader.statement(node)
    return (statement, reader.values.problems)
  }
}
