import TestSupport
import Testing
import Text

@Suite("Near names")
struct EditDistanceTests {
  @Test(
    "worked distances",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("latenes", "lateness", 1), ("acb", "abc", 1),
      ("kitten", "sitting", 3), ("ca", "abc", 3), ("súp", "sup", 1),
    ])
  func distances(_ left: String, _ right: String, _ expected: Int) {
    #expect(editDistance(left, right, atMost: 9) == expected)
    #expect(editDistance(right, left, atMost: expected) == expected)
    if expected > 0 { #expect(editDistance(left, right, atMost: expected - 1) == nil) }
  }

  /// The recursive definition of optimal string alignment, without tables or bounds.
  @Test("agrees with the recursive definition")
  func recursiveDefinition() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<400 {
      let left = word(using: &generator)
      let right = word(using: &generator)
      let expected = alignment(left[...], right[...])
      for limit in 0...6 {
        #expect(
          editDistance(String(left), String(right), atMost: limit)
            == (expected <= limit ? expected : nil), "seed 5: \(left) \(right) at most \(limit)")
      }
    }
  }

  @Test("accents are free and exact accents come first")
  func accents() {
    let units = ["Ea Sup", "Ea Sô", "Ea Súp", "Ea Sứp", "Krông A Na"]
    #expect(nearest("Ea Súp", in: units) == ["Ea Súp", "Ea Sup", "Ea Sứp"])
    #expect(nearest("ea sup", in: units).first == "Ea Sup")
    #expect(nearest("Krông Ana", in: units) == ["Krông A Na"])
    #expect(nearest("Buôn Đôn", in: units).isEmpty)
    #expect(nearest("Ea Sup", in: units, maximumDistance: 0).count == 3)
  }

  @Test("no guess beyond the threshold, no guess that shares nothing, no name twice")
  func thresholds() {
    #expect(nearest("latenes", in: ["lateness", "status", "lateness"]) == ["lateness"])
    #expect(nearest("x", in: ["y", "xy"]) == ["xy"])
    #expect(nearest("", in: ["a"]).isEmpty)
    #expect(nearest(String(repeating: "a", count: 5_000), in: ["a"]).isEmpty)
  }

  @Test("a name is found by words of it")
  func names() {
    let units = [
      "LĐLĐ huyện Ea Súp", "LĐLĐ huyện Ea H'leo", "CĐCS Trường THPT Ea Súp", "LĐLĐ huyện Lắk",
    ]
    #expect(likelyNames("Ea Sup", in: units) == ["LĐLĐ huyện Ea Súp", "CĐCS Trường THPT Ea Súp"])
    #expect(likelyNames("LĐLĐ huyện Ea Súpp", in: units).first == "LĐLĐ huyện Ea Súp")
    #expect(likelyNames("", in: units).isEmpty)
  }

  private func word(using generator: inout SeededGenerator) -> [Character] {
    let count = Int.random(in: 0...5, using: &generator)
    return (0..<count).compactMap { _ in "abc".randomElement(using: &generator) }
  }

  private func alignment(_ left: ArraySlice<Character>, _ right: ArraySlice<Character>) -> Int {
    guard let a = left.last, let b = right.last else { return max(left.count, right.count) }
    var best = min(
      alignment(left.dropLast(), right) + 1, alignment(left, right.dropLast()) + 1,
      alignment(left.dropLast(), right.dropLast()) + (a == b ? 0 : 1))
    if left.dropLast().last == b && right.dropLast().last == a {
      best = min(best, alignment(left.dropLast(2), right.dropLast(2)) + 1)
    }
    return best
  }
}
