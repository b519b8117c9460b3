package import LedgerModel
import Synchronization

/// A column as codes into a table of its distinct values; entry 0 of the table is none.
///
/// Codes of two columns mean the same value when `dictionary` is the same number. Without one the
/// table belongs to this block alone. In a stored dictionary distinct codes are distinct texts, byte
/// for byte; a table that was derived from one may name a value twice.
package struct CodedColumn: Sendable {
  package let codes: Codes
  /// By code; longer than the codes of this block need when blocks share it.
  package let values: ValueTable
  /// Which dictionary the codes belong to; none for codes of this block alone.
  package let dictionary: DictionaryNumber?

  package init(codes: Codes, values: ValueTable, dictionary: DictionaryNumber? = nil) {
    self.codes = codes
    self.values = values
    self.dictionary = dictionary
  }

  package init(codes: Codes, values: [Value], dictionary: DictionaryNumber? = nil) {
    self.init(codes: codes, values: ValueTable(values), dictionary: dictionary)
  }

  package subscript(row: Int) -> Value { values[codes[row]] }

  /// True for codes of a dictionary without the texts that they stand for: who only writes or
  /// compares does not hold those.
  package var isDetached: Bool { values.isEmpty && dictionary != nil }
}

/// Tells dictionaries apart: those of one store count from 0 upwards.
package struct DictionaryNumber: Sendable, Hashable {
  package let number: Int

  package init(_ number: Int) { self.number = number }

  /// The number of a dictionary that is made while rows are read; no other has it in this process.
  package static func fresh() -> DictionaryNumber {
    DictionaryNumber(-1 - made.add(1, ordering: .relaxed).newValue)
  }

  /// True for a dictionary of a store, which holds nothing but texts; false for one that was made
  /// while rows are read.
  package var isStored: Bool { number >= 0 }

  private static let made = Atomic(0)
}
