/// Splits a line into words as a shell does: spaces separate, quotes of either kind keep them.
enum CommandWords {
  /// None when a quote is left open.
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word = ""
    var isInWord = false
    var quote: Character?
    for character in line {
      switch (quote, character) {
      case (character?, _): quote = nil
      case (.some, _): word.append(character)
      case (nil, "\""), (nil, "'"):
        quote = character
        isInWord = true
      case (nil, _) where character.isWhitespace:
        if isInWord { words.append(word) }
        word = ""
        isInWord = false
      default:
        word.append(character)
        isInWord = true
      }
    }
    guard quote == nil else { return nil }
    return isInWord ? words + [word] : words
  }
}
