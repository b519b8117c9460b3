/// A value inside an event's `data`, before or after storage.
package enum FieldValue: Sendable, Hashable {
  case null
  case text(String)
  case integer(Int64)
  case decimal(ExactDecimal)
  case bool(Bool)
  case instant(Instant)
  case date(Day)
  case duration(TimeSpan)
  case position(Position)
  case list([FieldValue])
  /// Fields in the order of the catalogue, or of the file for maps.
  case record([NamedValue])
  /// A person named by an external account; becomes a pseudonym (`text`) in the vault.
  indirect case account(Account)
  /// 32 bytes that stand for a personal value kept in the vault, or a keyed hash.
  case commitment([UInt8])
}

/// One named value of a record.
package struct NamedValue: Sendable, Hashable {
  package let name: String
  package let value: FieldValue

  package init(_ name: String, _ value: FieldValue) {
    self.name = name
    self.value = value
  }
}

/// How a file names a person: an identifier that some system issued.
package struct Account: Sendable, Hashable {
  /// The system that issued the identifier; empty for a bare text.
  package let issuer: String
  package let identifier: String

  package init(issuer: String = "", identifier: String) {
    self.issuer = issuer
    self.identifier = identifier
  }
}
