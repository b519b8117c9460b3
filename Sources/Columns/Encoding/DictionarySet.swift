/// The dictionaries of one store: one per kind of entity, shared by every source that names such
/// entities, and one per other column of texts. The set is confined to one thread, its dictionaries
/// are not.
package final class DictionarySet {
  private var dictionaries: [ValueDictionary] = []
  private var numbers: [String: Int] = [:]
  private let stored: (@Sendable (String) -> ValueDictionary.StoredTexts)?
  private let firstNumber: Int

  /// `stored` tells what brings the texts that a store holds for the dictionary of that name. Sets
  /// whose columns meet must count from numbers that lie far apart.
  package init(
    countingFrom first: Int = 0,
    stored: (@Sendable (String) -> ValueDictionary.StoredTexts)? = nil
  ) {
    firstNumber = first
    self.stored = stored
  }

  /// The dictionary of that name, made when it is first asked for.
  package func dictionary(named name: String) -> ValueDictionary {
    if let number = numbers[name] { return dictionaries[number] }
    let number = DictionaryNumber(firstNumber + dictionaries.count)
    let made = ValueDictionary(number, stored: stored?(name))
    numbers[name] = dictionaries.count
    dictionaries.append(made)
    return made
  }

  /// The dictionary of that name when somebody asked for it before.
  package func known(_ name: String) -> ValueDictionary? { numbers[name].map { dictionaries[$0] } }

  /// Throws what went wrong where texts were read from the store. O(dictionaries).
  package func check() throws {
    for dictionary in dictionaries { try dictionary.check() }
  }

  /// Every dictionary with its name, in the order of the names.
  package var named: [(name: String, dictionary: ValueDictionary)] {
    numbers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { ($0.key, dictionaries[$0.value]) }
  }
}
