/// The candidate most like `name`, or nil when none is near enough to be a helpful guess.
///
/// Distance is that of Damerau and Levenshtein (optimal string alignment: insertions, deletions,
/// substitutions, swaps of neighbours) over lower-case characters. Allowed is one edit for names
/// up to four characters, two up to eight, three beyond. Equal distances go to the candidate that
/// comes first in `candidates`. O(candidates × length²).
package func nearestName(
  to name: String, among candidates: some Sequence<String>
) -> String? {
  let wanted = Array(name.lowercased())
  guard wanted.count <= nearestNameLengthMax else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased())
    let allowed = min(allowedEdits(for: wanted.count), max(1, other.count / 2))
    guard abs(other.count - wanted.count) <= allowed else { continue }
    let distance = editDistance(wanted, other)
    if distance <= allowed, distance < (best?.distance ?? .max) { best = (candidate, distance) }
  }
  return best?.name
}

/// Longer words are not misspellings of anything we know.
private let nearestNameLengthMax = 64

private func allowedEdits(for length: Int) -> Int {
  switch length {
  case ...4: 1
  case ...8: 2
  default: 3
  }
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforePrevious = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var current = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      current[j] = min(substitution, previous[j] + 1, current[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        current[j] = min(current[j], beforePrevious[j - 2] + 1)
      }
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.count]
}
