import Crypto
package import Diagnostics
import LedgerModel

/// A file to import and how it is read. Opening it again gives the same rows.
package struct ImportFile: Sendable {
  /// Name for messages and for the record of the import, without the folder.
  package let name: String
  package let byteCount: UInt64?
  /// SHA-256 of what decides, besides the bytes, which events they give.
  let fingerprint: [UInt8]
  let open: @Sendable () throws(ImportError) -> ImportReader

  /// A file of CloudEvents.
  package init(
    events format: ImportFormat,
    source: @escaping @Sendable () throws(ImportError) -> any ByteSource
  ) throws(ImportError) {
    try self.init(
      name: source(), fingerprint: ImportFile.fingerprint(format, mapping: "")
    ) { () throws(ImportError) in
      try ImportReader(source(), format: format)
    }
  }

  /// A table read through a mapping.
  package init(
    table mapping: TableMapping, text: SourceText, units: (any UnitDirectory)?,
    source: @escaping @Sendable () throws(ImportError) -> any ByteSource
  ) throws(ImportError) {
    try self.init(
      name: source(), fingerprint: ImportFile.fingerprint(.csv, mapping: text.text)
    ) { () throws(ImportError) in
      try ImportReader(table: source(), mapping: mapping, units: units)
    }
  }

  init(
    name source: any ByteSource, fingerprint: [UInt8],
    open: @escaping @Sendable () throws(ImportError) -> ImportReader
  ) {
    name = source.name
    byteCount = source.byteCount
    self.fingerprint = fingerprint
    self.open = open
  }

  static func fingerprint(_ format: ImportFormat, mapping: String) -> [UInt8] {
    Array(SHA256.hash(data: Array("\(format.rawValue)\n\(mapping)".utf8)))
  }
}

/// How a file is imported.
package struct ImportOptions: Sendable {
  /// Where refused rows go; none to count them only.
  package var rejectsPath: String?
  /// Reads and checks everything and adds nothing.
  package var isDryRun = false
  /// Rows handled in one commit.
  package var batchCount = 16_384
  /// Told after each batch how far the file is read.
  package var onProgress: @Sendable (ImportMeter) -> Void = { _ in }
  /// Asked between rows; true ends the import with `ImportError.cancelled`.
  package var isCancelled: @Sendable () -> Bool = { false }

  package init() {}
}

/// How far an import has come.
package struct ImportMeter: Sendable, Hashable {
  package let bytesDone: UInt64
  package let bytesTotal: UInt64?
  package let rows: UInt64
  package let rejected: UInt64
}
