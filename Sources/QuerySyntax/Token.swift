package import Diagnostics

/// One token with the white space and comments around it.
///
/// Trivia that follows on the same line belongs to the token before it, everything from the line
/// break on to the token after it. Leading trivia, text and trailing trivia of all tokens, one
/// after the other, are the text again.
package struct Token: Sendable, Hashable {
  package let kind: TokenKind
  /// The word in NFC, for words and for names in grave accents (without those); else empty.
  package let word: String
  package let leadingTrivia: SourceSpan
  package let span: SourceSpan
  package let trailingTrivia: SourceSpan
  /// First on its line.
  package let beginsLine: Bool

  /// The same bytes read as another kind of token.
  func with(_ kind: TokenKind, word: String = "") -> Token {
    Token(
      kind: kind, word: word, leadingTrivia: leadingTrivia, span: span,
      trailingTrivia: trailingTrivia, beginsLine: beginsLine)
  }
}

/// What a token is. Literals are recognised by their first characters; a literal that then goes
/// wrong keeps its kind, and the parser words the error when it reads the value.
package enum TokenKind: Sendable, Hashable {
  /// An identifier, contextual words such as `summarize` included.
  case word
  /// A name between grave accents.
  case quotedName
  case reserved(ReservedWord)
  case integer, decimal, percent, duration, date, position
  /// `@a..b` is three tokens, with this one between.
  case range
  case string
  case parameter
  /// Between slashes, only behind `matches`.
  case regex
  case pipe, comma, colon, dot, question
  case leftParenthesis, rightParenthesis, leftBrace, rightBrace
  /// `=`, which names and never compares.
  case assign
  case symbol(BinaryOperator)
  case bang
  /// Recognised only to be refused, with the remedy.
  case foreign(ForeignToken)
  /// Bytes that begin no token.
  case unknown
  case endOfFile
}

/// Forms of other languages that the lexer tells apart so that the parser can name them.
package enum ForeignToken: String, Sendable, Hashable {
  case doubleAmpersand = "&&"
  case doublePipe = "||"
  case angleBrackets = "<>"
  case tripleEqual = "==="
  case notDoubleEqual = "!=="
  case semicolon = ";"
  case arrowPipe = "|>"
  /// `05/8/2021`
  case slashDate
  /// `2021-08-05`, with or without a time.
  case bareDate
  /// `//` and the rest of its line.
  case lineComment
  /// Text between typographic or single quotes.
  case foreignString
}

/// Words that can never be names; all others are words only in their place.
package enum ReservedWord: String, Sendable, Hashable, CaseIterable {
  case and, or, not
  case `in`, `is`
  case none
  case `true`, `false`
  case `if`, then
  case `else`, `where`
  case by
  case `as`
  case of, on, over, empty
}
