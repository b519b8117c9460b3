import Diagnostics
import LedgerModel
import Text

/// Reads the rows of a CSV file named in a plan as if each were a mapping.
struct RowReader {
  /// Rows with their header's names; every row's fields know their place in the file.
  static func rows(of source: SourceText, path: String, findings: Findings) -> [FieldReader] {
    var parser = DelimitedParser(source)
    guard let header = parser.next() else {
      findings.error("P005", "the file is empty", in: source, at: SourceSpan(at: 0), field: path)
      return []
    }
    let names = header.fields.map { nfc($0.text) }
    if Set(names).count != names.count {
      findings.error(
        "P005", "the header names a column twice", in: source, at: header.span, field: path)
      return []
    }
    var rows: [FieldReader] = []
    while let record = parser.next() {
      if record.fields.count == 1, record.fields[0].text.isEmpty { continue }
      guard record.fields.count == names.count else {
        findings.error(
          "P005", "\(record.fields.count) fields under \(names.count) columns", in: source,
          at: record.span, field: path)
        continue
      }
      let entries = zip(names, record.fields).map { name, field in
        YAMLValue.Entry(
          key: name, keySpan: field.span,
          value: YAMLValue(kind: .scalar(nfc(field.text)), span: field.span))
      }
      rows.append(
        FieldReader(
          YAMLValue(kind: .mapping(entries), span: record.span),
          path: "\(path).\(rows.count + 1)", source: source, findings: findings))
    }
    return rows
  }
}

/// Comma-separated text with quoted fields (RFC 4180), small enough to be held in memory.
struct DelimitedParser {
  struct Field {
    let text: String
    let span: SourceSpan
  }

  struct Record {
    let fields: [Field]
    let span: SourceSpan
  }

  private let bytes: [UInt8]
  private var offset: Int

  init(_ source: SourceText) {
    bytes = source.utf8
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next record, none at the end.
  mutating func next() -> Record? {
    guard offset < bytes.count else { return nil }
    let start = offset
    var fields = [field()]
    while offset < bytes.count, bytes[offset] == UInt8(ascii: ",") {
      offset += 1
      fields.append(field())
    }
    let end = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
    return Record(fields: fields, span: SourceSpan(start, max(end, start)))
  }

  private mutating func field() -> Field {
    let start = offset
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
      while offset < bytes.count, !isFieldEnd(bytes[offset]) { offset += 1 }
      return Field(
        text: String(decoding: bytes[start..<offset], as: UTF8.self),
        span: SourceSpan(start, offset))
    }
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\"") {
        offset += 1
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { break }
      }
      text.append(bytes[offset])
      offset += 1
    }
    while offset < bytes.count, !isFieldEnd(bytes[offset]) { offset += 1 }
    return Field(
      text: String(decoding: text, as: UTF8.self), span: SourceSpan(start, offset))
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
