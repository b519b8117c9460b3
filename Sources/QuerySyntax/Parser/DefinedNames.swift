import Diagnostics

/// The names a text defines, found before it is parsed: a definition may stand below its use, and
/// a word the user has defined is never taken for a slip.
struct DefinedNames {
  private(set) var stages: Set<String> = []
  private(set) var functions: Set<String> = []
  private(set) var bindings: Set<String> = []
  /// With a `use`, names may come from files that the parser does not see.
  private(set) var hasUses = false

  init() {}

  /// Looks at the first two words of each line.
  init(in source: SourceText, _ span: SourceSpan) {
    var lexer = Lexer(source, in: span)
    let bytes = source.utf8
    for start in source.lineStartOffsets(in: span) {
      guard Self.mayDefine(bytes, from: start) else { continue }
      lexer.rewind(to: start)
      let word = lexer.next()
      guard word.kind == .word, let definition = DefinitionWord(rawValue: word.word) else {
        continue
      }
      insert(lexer.next().word, as: definition)
    }
  }

  private mutating func insert(_ name: String, as definition: DefinitionWord) {
    switch definition {
    case .use: hasUses = true
    case .stage: stages.insert(name)
    case .fn: functions.insert(name)
    case .let: bindings.insert(name)
    case .query, .param: break
    }
  }

  /// Cheap test before lexing: the first letter of `use`, `let`, `fn` or `stage`.
  private static func mayDefine(_ bytes: [UInt8], from start: Int) -> Bool {
    let first = bytes[start...].first { $0 != 0x20 && $0 != 0x09 }
    switch first {
    case UInt8(ascii: "u"), UInt8(ascii: "l"), UInt8(ascii: "f"), UInt8(ascii: "s"): return true
    default: return false
    }
  }
}
