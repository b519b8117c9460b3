import LedgerModel

/// What a report states. The numbers count different things and are never added to each other.
struct ReportFigures {
  var people = 0
  var sessions = 0
  var examined = 0
  var attempts = 0
  var posts = 0

  /// The value of the event's field.
  var field: FieldValue {
    func figure(_ value: Int, _ unit: String) -> FieldValue {
      .record([NamedValue("value", .points(value)), NamedValue("unit", .text(unit))])
    }
    return .record([
      NamedValue("people", figure(people, "người")),
      NamedValue("sessions", figure(sessions, "buổi")),
      NamedValue("examined", figure(examined, "người")),
      NamedValue("attempts", figure(attempts, "lượt")),
      NamedValue("posts", figure(posts, "tin, bài")),
    ])
  }

  static func + (left: ReportFigures, right: ReportFigures) -> ReportFigures {
    ReportFigures(
      people: left.people + right.people, sessions: left.sessions + right.sessions,
      examined: left.examined + right.examined, attempts: left.attempts + right.attempts,
      posts: left.posts + right.posts)
  }
}
