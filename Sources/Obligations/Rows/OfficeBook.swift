import Projections

/// The offices of a position with the numbers of their units, for all duties.
struct OfficeBook {
  let terms: OfficeTerms
  /// By office the number of its unit in the history of units; −1 for one that nobody registered.
  private let units: [Int32]

  init(_ terms: OfficeTerms, _ history: UnitHistory) {
    self.terms = terms
    units = terms.byUnit { Int32(history.numbers[$0] ?? -1) }
  }

  func unit(of office: Int) -> Int? { units[office] < 0 ? nil : Int(units[office]) }
}

extension ReadingContext {
  var officeBook: OfficeBook {
    get throws {
      try sharedAtPosition("office book") { OfficeBook(try officeTerms, try units) }
    }
  }
}
