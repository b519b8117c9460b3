import LedgerModel
import Projections

/// What else can change who owes what, and evidence that does so itself.
extension RandomCampaign {
  /// Accounts that may turn out to be officials'.
  var accounts: [String] { ["z1", "z2"] }

  mutating func declareWideDuties() {
    play.append(
      "plan.issued",
      [
        ("document", .text("doc")),
        ("provisions", .list([provision("p", text: "report in time")])),
      ])
    play.duty(
      "P", kind: "share", holder: "units | where pages > 0", metBy: ["material.shared"],
      due: "20/8", to: "none")
    play.duty(
      "H", kind: "share", holder: "units | where members > 50", metBy: ["material.shared"],
      due: "12/8", to: "parent")
    play.duty(
      "K", kind: "other", holder: "units | at level upper, grassroots",
      metBy: ["office.assumed"], opens: "15/7", due: "18/8", to: "none")
  }

  private func provision(_ id: String, text: String) -> FieldValue {
    record([("provision", .text(id)), ("label", .text("I")), ("text", .text(text))])
  }

  mutating func changeStructure() {
    switch pick(Array(0..<7)) {
    case 0, 1:
      add(
        chance(75) ? "identity.linked" : "identity.unlinked",
        [
          ("persons", .list([.text(pick(accounts + persons))])),
          ("person", .text(pick(persons))), ("basis", .text("the same phone number")),
        ])
    case 2:
      add(
        "outlet.registered",
        [
          ("outlet", .text("page\(pick(["1", "2", "3"]))")), ("owner", .text(pick(uppers + bases))),
          ("medium", .text("facebook")), ("scope", .text("union")), ("name", .text("page")),
        ])
    case 3:
      add(
        "headcount.declared", unit: pick(uppers + bases),
        [
          ("as_of", .date(someDay())), ("members", .integer(pick([20, 60, 90]))),
          ("source", .text("count")),
        ])
    case 4:
      add(
        "plan.amended",
        [
          ("provision", .text("p")), ("document", .text("doc")),
          ("change", record([("text", .text("report by \(someDay().iso8601)"))])),
        ])
    case 5:
      let actor = pick(["x", "y"])
      amendable.append(
        play.duty(
          "N", kind: "other", holder: "offices",
          metBy: ["essay.submitted where actor != \"\(actor)\""], due: pick(["09/8", nil]),
          to: "none", at: now))
    default: correctSettings()
    }
  }

  /// The campaign turns out to have been settled otherwise.
  private mutating func correctSettings() {
    let settings = record([
      ("counts", .text(pick(["first", "standing"]))), ("resubmit", .text(pick(["0h", "1d"]))),
    ])
    amendable.append(
      play.append(
        "entry.corrected", at: now, campaign: nil,
        [
          ("target", .position(Position(1))), ("patch", record([("settings", settings)])),
          ("reason", .text("mistake")),
        ]))
  }
}
