import LedgerModel

extension Stage {
  /// The unit that acts for `unit` at an instant; none before it opened and after it closed.
  func place(_ unit: Int, at instant: Instant) -> Int? {
    tree.place(of: unit, on: day(of: instant))
  }

  /// The unit above at an instant.
  func parent(_ unit: Int, at instant: Instant) -> Int? {
    tree.parent(of: unit, on: day(of: instant), first: population.units[unit].parent)
  }

  /// The id of a unit.
  func id(_ unit: Int) -> String { population.units[unit].id }

  /// A unit as the value of a field.
  func unit(_ unit: Int) -> FieldValue { .text(population.units[unit].id) }

  /// The account of somebody who keeps the records of a unit; none where it has no officials.
  func clerk(_ unit: Int, _ index: Int = 0) -> FieldValue? {
    let officials = population.units[unit].officials
    guard officials > 0 else { return nil }
    return population.account(population.units[unit].firstPerson + index % min(officials, 3))
  }

  /// An attachment of an event.
  func evidence(_ subject: Int, _ index: Int, mediaType: String) -> FieldValue {
    let digest = dice.digest(.evidence, subject, index)
    return .list([
      .record([
        NamedValue("sha256", .text(digest)), NamedValue("media_type", .text(mediaType)),
        NamedValue("uri", .text("kho:/\(digest.prefix(12))")),
      ])
    ])
  }
}

extension FieldValue {
  static func texts(_ texts: [String]) -> FieldValue { .list(texts.map(FieldValue.text)) }
  static func number(_ value: Int) -> FieldValue { .integer(Int64(value)) }
  static func points(_ value: Int) -> FieldValue { .decimal(ExactDecimal(mantissa: Int64(value))) }
}
