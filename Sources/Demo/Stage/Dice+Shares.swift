extension Dice {
  /// An index of `weights`, each as likely as its weight.
  func weighted(_ weights: [Int], _ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> Int {
    var rest = Int(bits(purpose, subject, index) % UInt64(weights.reduce(0, +)))
    for (place, weight) in weights.enumerated() {
      if rest < weight { return place }
      rest -= weight
    }
    return weights.count - 1
  }

  /// Minutes that spread over several orders of size, as waiting times do: doubled a bell-shaped
  /// number of times, evenly in between.
  func waitingMinutes(
    doublings: ClosedRange<Int>, _ purpose: Purpose, _ subject: Int, _ index: Int = 0
  ) -> Int {
    let size = 1 << bell(doublings, purpose, subject, index)
    return size + Int((bits(purpose, subject, index + 1_000) >> 8) % UInt64(size))
  }

  /// 64 hexadecimal digits that stand for the digest of a file.
  func digest(_ purpose: Purpose, _ subject: Int, _ index: Int = 0) -> String {
    (0..<4).map { part in
      let word = String(bits(purpose, subject, index * 4 + part + 7_000), radix: 16)
      return String(repeating: "0", count: 16 - word.utf8.count) + word
    }.joined()
  }
}
