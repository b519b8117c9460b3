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

  /// `05/8/2021 09:00:07`: the same cut to whole seconds, for people.
  package func secondText(_ instant: Instant) -> String {
    let local = localTime(of: instant)
    let seconds = local.microsecondOfDay / 1_000_000 * 1_000_000
    let time = TimeOfDay(microseconds: seconds) ?? .midnight
    return local.day.vietnamese + " " + time.text
  }

  private func timeText(_ local: LocalTime) -> String {
    (TimeOfDay(microseconds: local.microsecondOfDay) ?? .midnight).text
  }
}
