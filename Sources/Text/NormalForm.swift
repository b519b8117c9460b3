import Foundation

/// The text in Unicode normal form C, in which everything is stored, hashed and compared.
///
/// Text whose scalars cannot take part in a composition comes back unchanged without a copy, which
/// covers ASCII and Vietnamese as keyboards produce it. O(n).
package func nfc(_ text: String) -> String {
  isNormalAtAGlance(text) ? text : text.precomposedStringWithCanonicalMapping
}

/// Whether the bytes of the text are already those of normal form C.
///
/// Swift's own `==` cannot answer this: it calls canonically equivalent strings equal.
package func isNFC(_ text: String) -> Bool {
  if isNormalAtAGlance(text) { return true }
  return text.utf8.elementsEqual(text.precomposedStringWithCanonicalMapping.utf8)
}

/// True only if every scalar lies in a range whose members are all in normal form C and neither
/// combine with what stands before them nor decompose (`NFC_Quick_Check=Yes`, starters only).
private func isNormalAtAGlance(_ text: String) -> Bool {
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0..<0x300, 0x1E00..<0x1F00, 0x2002..<0x20D0: continue
    default: return false
    }
  }
  return true
}
