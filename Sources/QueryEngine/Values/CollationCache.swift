import Text

/// Keys of the Vietnamese order, computed once per text and run.
final class CollationCache {
  private var keys: [String: CollationKey] = [:]

  func key(of text: String) -> CollationKey {
    if let known = keys[text] { return known }
    let key = CollationKey(text)
    keys[text] = key
    return key
  }
}
