extension CivilZone {
  /// `2021-08-05T00:00:00+07:00`: an instant as JSON and exports write it.
  package func rfc3339(_ instant: Instant) -> String {
    instant.rfc3339(offsetSeconds: offsetSeconds(at: instant))
  }

  /// `2021-08-05 09:00`: an instant as tables show it, seconds only if there are any.
  package func isoText(_ instant: Instant) -> String {
    let local = localTime(of: instant)
    return local.day.iso8601 + " " + timeText(local)
  }

  /// `05/8/2021 09:00`: an instant as sentences write it.
  package func vietnameseText(_ instant: Instant) -> String {
    let local = localTime(of: instant)
    return local.day.vietnamese + " " + timeText(local)
  }

  private func timeText(_ local: LocalTime) -> String {
    (TimeOfDay(microseconds: local.microsecondOfDay) ?? .midnight).text
  }
}
