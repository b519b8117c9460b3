import LedgerModel

extension Stage {
  /// Registers a document and gives its id as the value of a field.
  ///
  /// - Parameters:
  ///   - number: none for a draft.
  ///   - issued: the day on it, that of its entry when left out.
  @discardableResult
  func registerDocument(
    _ id: String, type: String, number: Int?, notation: String, organ: Int, subject: String,
    at time: Instant, issued: Int? = nil
  ) -> FieldValue {
    schedule(
      .documentRegistered, id: "doc-\(id)", unit: organ, at: time, delay: Stage.seconds(20),
      actor: clerk(organ),
      [
        ("document", .text(id)), ("type_name", .text(type)),
        ("code_number", number.map { .text(String($0)) }), ("code_notation", .text(notation)),
        ("code", number.map { .text("\($0)/\(notation)") }),
        ("issued", number == nil ? nil : .date(date(issued ?? day(of: time)))),
        ("organ_name", .text(population.units[organ].name)), ("subject", .text(subject)),
      ])
    return .text(id)
  }
}
