import Diagnostics
import QuerySyntax
import TestSupport
import Testing

@Suite("Syntax: no text breaks the parser")
struct SyntaxFuzzTests {
  /// Changes the corpus at random places and checks what must hold for every text.
  @Test("mutations of the corpus", arguments: 1...4)
  func mutations(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let corpus = SyntaxCorpus.all.map { Array($0.text.utf8) }.filter { !$0.isEmpty }
    for round in 0..<5_000 {
      var bytes = corpus[below(&random, corpus.count)]
      // Short pieces find as much as whole queries, in less time.
      let start = below(&random, bytes.count)
      bytes = Array(bytes[start..<min(bytes.count, start + 10 + below(&random, 90))])
      for _ in 0...below(&random, 4) { mutate(&bytes, &random) }
      let text = String(decoding: bytes, as: UTF8.self)
      let file = parsed(text)
      guard covers(file), spansAreInside(file), isQuiet(file) else {
        Issue.record("seed \(seed), round \(round): \(text.debugDescription)")
        return
      }
    }
  }

  @Test("random bytes", arguments: 1...2)
  func randomBytes(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &* 7919)
    for round in 0..<1_000 {
      let bytes = (0..<below(&random, 60)).map { _ in UInt8(below(&random, 256)) }
      let text = String(decoding: bytes, as: UTF8.self)
      let file = parsed(text)
      guard covers(file), spansAreInside(file) else {
        Issue.record("seed \(seed), round \(round): \(text.debugDescription)")
        return
      }
    }
  }

  /// Every finding can be rendered, and has the form that readers rely on.
  private func isQuiet(_ file: ParsedFile) -> Bool {
    file.diagnostics.allSatisfy { diagnostic in
      !diagnostic.message.isEmpty && !diagnostic.message.hasSuffix(".")
        && SyntaxCode(rawValue: diagnostic.code) != nil
    }
  }

  /// A number from 0 up to, not including, `bound`; 0 if that is 0.
  private func below(_ random: inout SeededGenerator, _ bound: Int) -> Int {
    bound > 0 ? Int.random(in: 0..<bound, using: &random) : 0
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let signs = Array("|(){}\"`'@#$.,:;=<>!?~/*-+ \n0a“”\u{0301}đ".utf8)
    let place = below(&random, bytes.count + 1)
    switch below(&random, 5) {
    case 0 where place < bytes.count: bytes.remove(at: place)
    case 1: bytes.insert(signs[below(&random, signs.count)], at: place)
    case 2 where place < bytes.count: bytes[place] = UInt8(below(&random, 256))
    case 3:
      let end = min(bytes.count, place + below(&random, 12))
      bytes.insert(contentsOf: bytes[place..<end], at: below(&random, bytes.count + 1))
    default:
      let end = min(bytes.count, place + below(&random, 12))
      bytes.removeSubrange(place..<end)
    }
  }
}
