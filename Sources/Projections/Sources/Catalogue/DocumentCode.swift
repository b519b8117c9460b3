/// A document's printed code taken apart: `121/KH-TLĐ`, `02-NQ/TW`, `30/2020/NĐ-CP`.
struct DocumentCode {
  /// The leading digits; none for a draft, whose number is still blank.
  let number: String?
  /// What follows the number and its separator.
  let notation: String?

  init(_ printed: String) {
    let digits = printed.prefix { $0.isASCII && $0.isNumber }
    let rest = printed.dropFirst(digits.count).drop { $0 == "/" || $0 == "-" || $0 == " " }
    number = digits.isEmpty ? nil : String(digits)
    notation = rest.isEmpty ? nil : String(rest)
  }

  init(number: String?, notation: String?) {
    self.number = number
    self.notation = notation
  }

  /// Number and notation with the separator of their style: Party documents join the type with
  /// a hyphen, the others with a stroke.
  var printed: String { [number, notation].compactMap { $0 }.joined(separator: "/") }

  /// The document type that a notation begins with, a year skipped: `KH`, `NQ`, `NĐ`.
  var typeName: String? {
    notation?.split { $0 == "/" || $0 == "-" }
      .first { part in !part.allSatisfy { $0.isASCII && $0.isNumber } }
      .map(String.init)
  }
}
