extension SourceText {
  /// The text with the replacements made, first come first served: one that overlaps an earlier
  /// one, or lies outside the text, is left out.
  package func applying(_ fixIts: [FixIt]) -> String {
    var result: [UInt8] = []
    var position = 0
    let ordered = fixIts.enumerated().sorted {
      ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
    }
    for fixIt in ordered.map(\.element) {
      guard fixIt.span.start >= position, fixIt.span.end <= utf8.count else { continue }
      result += utf8[position..<fixIt.span.start]
      result += Array(fixIt.replacement.utf8)
      position = fixIt.span.end
    }
    return String(decoding: result + utf8[position...], as: UTF8.self)
  }
}
