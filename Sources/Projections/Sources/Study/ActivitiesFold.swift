import LedgerModel

/// `activities`: study sessions from plan to record, and calls to sit an exam. Where a session
/// names no place, the reading takes the unit's.
struct ActivitiesFold: SourceFold {
  struct State: Sendable {
    let activity: String
    var planned: RecordedEvent?
    var held: RecordedEvent?
    var mobilised: RecordedEvent?
    var reformed: RecordedEvent?
    var cancelled: RecordedEvent?
    /// The form before the first change, when no plan was recorded.
    var firstForm: String?
  }

  let source = "activities"
  let events = [
    "study.session.planned", "study.session.held", "study.session.cancelled",
    "study.session.reformed", "quiz.mobilised",
  ]
  let columns = [
    "activity", "kind", "unit", "form", "planned_form", "state", "reformed_at", "cancelled_at",
    "length", "%place", "place_known", "contents", "planned", "attended", "measures", "quiz",
    "reason",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    [event.event.text("session") ?? event.positionKey]
  }

  func initial(_ entity: String) -> State { State(activity: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    switch event.typeName {
    case "study.session.planned": state.planned = event
    case "study.session.held":
      state.held = event
      state.cancelled = nil
    case "study.session.cancelled": state.cancelled = event
    case "study.session.reformed":
      state.firstForm = state.firstForm ?? event.event.text("from_form")
      state.reformed = event
    default: state.mobilised = event
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    if let call = state.mobilised { return [mobilisation(call, state)] }
    guard let main = state.held ?? state.planned else { return [] }
    let (held, planned) = (state.held?.event, state.planned?.event)
    let status = state.cancelled != nil ? "cancelled" : held != nil ? "held" : "planned"
    let start = held?.time ?? planned?.instant("start") ?? main.event.time
    let place = held?.text("place") ?? planned?.text("place")
    let form = held?.text("form") ?? state.reformed?.event.text("to_form") ?? planned?.text("form")
    let heads = held?.integer("count") ?? held?["attendees"]?.list.map { Int64($0.count) }
    return [
      main.row(
        key: state.activity, at: start, stands: status == "held",
        [
          .entity(state.activity), .symbol("study"), .entity(main.event.unit), .symbol(form),
          .symbol(planned?.text("form") ?? state.firstForm ?? form), .symbol(status),
          .instant(state.reformed?.event.time), .instant(state.cancelled?.event.time),
          .duration(held?.duration("length")), .entity(place), .bool(place != nil),
          .set(strings: main.event.texts("contents")), .integer(planned?.integer("planned")),
          .integer(heads), .set(strings: held?.texts("measures") ?? []), .none,
          .string((state.cancelled ?? state.reformed)?.event.text("reason")),
        ])
    ]
  }

  /// A call goes out in person at meetings and on paper, online over everything else.
  private func mobilisation(_ call: RecordedEvent, _ state: State) -> FoldedRow {
    let isInPerson = ["meeting", "paper"].contains(call.event.text("channel"))
    let form = Value.symbol(isInPerson ? "in_person" : "online")
    return call.row(
      key: state.activity,
      [
        .entity(state.activity), .symbol("mobilisation"), .entity(call.event.unit), form, form,
        .symbol("held"), .none, .none, .none, .none, .bool(false), .set([]),
        .integer(call.event.integer("invited")), .none, .set([]),
        .entity(call.event.text("quiz")), .none,
      ])
  }
}
