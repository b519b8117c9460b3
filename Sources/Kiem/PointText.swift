import LedgerModel

/// What `--now` and `--as-of` take: an instant as the language writes it, with or without `@`, or
/// `#18422`.
enum PointText {
  case instant(Instant)
  case position(Position)

  /// None for a text that is neither; a bare day is neither, because it does not say whether the
  /// day is in or out.
  init?(_ text: String, zone: CivilZone) {
    if text.hasPrefix("#") {
      guard let number = UInt64(text.dropFirst()) else { return nil }
      self = .position(Position(number))
      return
    }
    guard let date = try? CoarseDate(literal: text), date.isTime else { return nil }
    self = .instant(date.start(in: zone))
  }
}
