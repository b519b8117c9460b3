import TestSupport

/// Changes valid inputs at seeded places: single bytes, runs, lines, numbers, words that the format
/// gives a meaning, and pieces of another input.
struct Mutator {
  /// Words of the format.
  let words: [[UInt8]]
  private var random: SeededGenerator

  /// Longer inputs find nothing that shorter ones do not, in more time.
  static let byteCountMax = 16_384

  /// The input of one round: the same for the same seed, whatever rounds went before.
  init(words: [String], seed: UInt64, round: UInt64) {
    self.words = words.map { Array($0.utf8) }
    random = SeededGenerator(seed: seed &* 0x2545_F491_4F6C_DD1D &+ round)
  }

  mutating func input(from corpus: [[UInt8]]) -> [UInt8] {
    var bytes = corpus[below(corpus.count)]
    for _ in 0...below(6) { change(&bytes, corpus) }
    return Array(bytes.prefix(Mutator.byteCountMax))
  }

  private mutating func change(_ bytes: inout [UInt8], _ corpus: [[UInt8]]) {
    let place = below(bytes.count + 1)
    let end = min(bytes.count, place + below(24))
    switch below(11) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
    case 1 where place < bytes.count: bytes[place] = byte()
    case 2: bytes.insert(byte(), at: place)
    case 3: bytes.removeSubrange(place..<end)
    case 4: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
    case 5: bytes.replaceSubrange(place..<end, with: words[below(words.count)])
    case 6: bytes.insert(contentsOf: words[below(words.count)], at: place)
    case 7: changeNumber(&bytes, from: place)
    case 8: changeLines(&bytes)
    case 9: splice(&bytes, corpus[below(corpus.count)])
    default: bytes.removeSubrange(place...)
    }
  }

  private mutating func byte() -> UInt8 {
    let telling: [UInt8] = [0, 1, 0x0A, 0x0D, 0x20, 0x22, 0x7F, 0x80, 0xC3, 0xCC, 0xF4, 0xFF]
    return below(2) == 0 ? telling[below(telling.count)] : UInt8(below(256))
  }

  /// A run of digits becomes a number at some edge.
  private mutating func changeNumber(_ bytes: inout [UInt8], from place: Int) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
    let edges = [
      "0", "1", "-1", "00", "31", "32", "29", "127", "128", "255", "256", "65536", "2147483648",
      "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e308", "0.1",
      "99999999999999999999999999999999",
    ]
    bytes.replaceSubrange(start..<end, with: Array(edges[below(edges.count)].utf8))
  }

  /// A line is doubled, left out, moved, or indented.
  private mutating func changeLines(_ bytes: inout [UInt8]) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let place = below(lines.count)
    switch below(4) {
    case 0: lines.insert(lines[place], at: below(lines.count + 1))
    case 1: lines.remove(at: place)
    case 2: lines.swapAt(place, below(lines.count))
    default: lines[place] = Array(repeating: 0x20, count: below(6)) + lines[place]
    }
    bytes = Array(lines.joined(separator: [0x0A]))
  }

  private mutating func splice(_ bytes: inout [UInt8], _ other: [UInt8]) {
    let start = below(other.count + 1)
    let end = min(other.count, start + below(200))
    bytes.insert(contentsOf: other[start..<end], at: below(bytes.count + 1))
  }

  private mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int.random(in: 0..<bound, using: &random) : 0
  }
}
