/// Writing a value as a literal of the language.
package enum StringQuoting {
  /// The text as a string literal on one line: quotes, backslashes and line breaks escaped.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A name as it must be written: in grave accents if it is reserved or no identifier.
  package static func quotedName(_ name: String) -> String {
    guard ReservedWord(rawValue: name) == nil, let first = name.unicodeScalars.first,
      first == "_" || first.properties.isXIDStart,
      name.unicodeScalars.allSatisfy({ $0.properties.isXIDContinue })
    else { return "`\(name)`" }
    return name
  }
}
