/// The number of edits between two words as Damerau and Levenshtein count them (insertion,
/// deletion, substitution, swap of neighbours, no place edited twice), on scalars; nil as soon as
/// it is certain to exceed `limit`.
///
/// Fold both words first to make accents and case free. O(n × m), less with a small limit.
package func editDistance(_ left: String, _ right: String, atMost limit: Int) -> Int? {
  editDistance(Array(left.unicodeScalars), Array(right.unicodeScalars), atMost: limit)
}

/// The candidates most like `word`, at most three, best first: for "did you mean".
///
/// Accents, case, dashes and kinds of space cost nothing, so `Ea Sup` finds `Ea Súp`; among
/// candidates equally far, those with the same accents come first, then those first in
/// Vietnamese order. Without `maximumDistance` one edit is allowed for words up to four characters,
/// two up to eight, three beyond. Candidates that occur twice are named once.
package func nearest(
  _ word: String, in candidates: some Sequence<String>, maximumDistance: Int? = nil
) -> [String] {
  let wanted = Array(fold(word).unicodeScalars)
  guard wanted.count <= wordLengthMax else { return [] }
  let limit = maximumDistance ?? allowedEdits(forLength: wanted.count)
  var hits: [NearMatch] = []
  for candidate in candidates {
    let other = Array(fold(candidate).unicodeScalars)
    guard abs(other.count - wanted.count) <= limit,
      let distance = editDistance(wanted, other, atMost: limit),
      // A guess that shares nothing with the word would not help.
      distance < max(wanted.count, other.count) || distance == 0
    else { continue }
    hits.append(NearMatch(candidate, distance: distance, from: word))
  }
  return bestThree(hits)
}

/// The names a person may have meant by `words`, at most three: names that contain the words
/// loosely (the shortest first), then those that differ by a few edits.
///
/// `Ea Sup` finds `LĐLĐ huyện Ea Súp`, which no edit distance would.
package func likelyNames(_ words: String, in names: some Sequence<String>) -> [String] {
  let all = Array(names)
  let wanted = fold(words)
  let containing = wanted.isEmpty ? [] : all.filter { containsWords(fold($0), wanted) }
  var found: [String] = []
  let byLength = containing.map { (name: $0, length: $0.unicodeScalars.count) }
    .sorted { ($0.length, sortKeyForTies($0.name)) < ($1.length, sortKeyForTies($1.name)) }
    .map(\.name)
  for name in byLength + nearest(words, in: all) where !found.contains(name) {
    found.append(name)
    if found.count == suggestionCountMax { break }
  }
  return found
}

/// More than three guesses are no help.
private let suggestionCountMax = 3
/// Longer words are not misspellings of a name; the bound keeps the search fast.
private let wordLengthMax = 128

private func allowedEdits(forLength length: Int) -> Int {
  switch length {
  case ...4: 1
  case ...8: 2
  default: 3
  }
}

private func sortKeyForTies(_ name: String) -> CollationKey { CollationKey(name) }

/// Whole words only: `Ea` is in `Ea Súp`, not in `Tea`.
private func containsWords(_ folded: String, _ words: String) -> Bool {
  foldedContains(haystackFolded: " " + folded + " ", needleFolded: " " + words + " ")
}

/// A candidate with what ranks it.
private struct NearMatch {
  let candidate: String
  let distance: Int
  let accentDistance: Int

  init(_ candidate: String, distance: Int, from word: String) {
    self.candidate = candidate
    self.distance = distance
    let (left, right) = (nfc(word).lowercased(), nfc(candidate).lowercased())
    let bound = left.unicodeScalars.count + right.unicodeScalars.count
    accentDistance = editDistance(left, right, atMost: bound) ?? bound
  }
}

private func bestThree(_ hits: [NearMatch]) -> [String] {
  let ranked = hits.map { (hit: $0, key: CollationKey($0.candidate)) }.sorted {
    ($0.hit.distance, $0.hit.accentDistance, $0.key)
      < ($1.hit.distance, $1.hit.accentDistance, $1.key)
  }
  var best: [String] = []
  for (hit, _) in ranked where best.last != hit.candidate {
    best.append(hit.candidate)
    if best.count == suggestionCountMax { break }
  }
  return best
}

private func editDistance(
  _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int
) -> Int? {
  guard abs(left.count - right.count) <= limit else { return nil }
  guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
  var beforePrevious = [Int](repeating: 0, count: right.count + 1)
  var previous = Array(0...right.count)
  var current = previous
  for row in 1...left.count {
    current[0] = row
    for column in 1...right.count {
      let isSame = left[row - 1] == right[column - 1]
      var cost = min(previous[column], current[column - 1]) + 1
      cost = min(cost, previous[column - 1] + (isSame ? 0 : 1))
      if row > 1, column > 1, left[row - 1] == right[column - 2],
        left[row - 2] == right[column - 1]
      {
        cost = min(cost, beforePrevious[column - 2] + 1)
      }
      current[column] = cost
    }
    // A swap reaches two rows back, so both must be beyond the limit before giving up.
    if min(current.min() ?? 0, previous.min() ?? 0) > limit { return nil }
    (beforePrevious, previous, current) = (previous, current, beforePrevious)
  }
  let distance = previous[right.count]
  return distance <= limit ? distance : nil
}
