package import LedgerModel

/// A column as codes into a table of its distinct values; entry 0 of the table is none.
///
/// Codes of two columns mean the same value when `dictionary` is the same number. Without one the
/// table belongs to this block alone. Distinct codes are distinct texts, byte for byte.
package struct CodedColumn: Sendable {
  package let codes: Codes
  /// By code; longer than the codes of this block need when blocks share it.
  package let values: [Value]
  /// Which dictionary the codes belong to; none for codes of this block alone.
  package let dictionary: DictionaryNumber?

  package init(codes: Codes, values: [Value], dictionary: DictionaryNumber? = nil) {
    self.codes = codes
    self.values = values
    self.dictionary = dictionary
  }

  package subscript(row: Int) -> Value { values[codes[row]] }
}

/// Tells dictionaries of one store apart.
package struct DictionaryNumber: Sendable, Hashable {
  package let number: Int

  package init(_ number: Int) { self.number = number }
}
