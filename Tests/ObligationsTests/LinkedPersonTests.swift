import Catalog
import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

/// Accounts of one person that were found to belong together: from the link on they are one.
@Suite("Obligations: linked persons")
struct LinkedPersonTests {
  /// An official `p`, whose essay comes from the account `z`.
  private struct Scene {
    var play = Play(upper: ["A"])
    let written: Position
    let linked: Position

    init() {
      play.duty("E", kind: "essay", holder: "offices", metBy: ["essay.submitted"], due: nil)
      play.office("p", in: "A")
      play.append(
        "essay.submitted", at: time("02/8"), unit: "A",
        [("essay", .text("e0")), ("person", .text("q")), ("text_ref", .text("x"))])
      written = play.append(
        "essay.submitted", at: time("03/8"), unit: "A",
        [("essay", .text("e1")), ("person", .text("z")), ("text_ref", .text("x"))])
      linked = play.link("identity.linked", ["z"], to: "p", at: "05/8")
    }

    /// Persons of the rows of a source, each once.
    func persons(_ source: String, _ position: Position? = nil) throws -> Set<String> {
      let table = try play.obligations(asOf: position, clock: "20/8").context.table(source)
      return Set(table.rows.compactMap { $0.values[table.column("person")].text })
    }
  }

  @Test func countOnceFromTheLinkOn() throws {
    let scene = Scene()
    #expect(try scene.persons("essays", scene.written) == ["q", "z"])
    #expect(try scene.persons("essays") == ["q", "p"])
    #expect(try scene.persons("people", scene.written) == ["p", "q", "z"])
    #expect(try scene.persons("people") == ["p", "q"])
  }

  /// Rows that are read block by block, without a table, tell the same.
  @Test func scansTellTheSame() throws {
    let scene = Scene()
    for position in [scene.written, scene.linked] {
      let context = try scene.play.obligations(asOf: position, clock: "20/8").context
      var found: Set<String> = []
      try context.scan("essays", all: true, columns: ["person"]) { block in
        for row in 0..<block.rowCount where block.mask[row] {
          found.insert(block.columns[0].value(at: row).text ?? "")
        }
      }
      #expect(try found == scene.persons("essays", position))
    }
  }

  @Test func whatOneAccountDidServesThePerson() throws {
    var scene = Scene()
    #expect(try scene.play.obligations(asOf: scene.written, clock: "20/8").status("E/p") == .open)
    #expect(try scene.play.obligations(clock: "20/8").status("E/p") == .onTime)
    scene.play.link("identity.unlinked", ["z"], to: "p", at: "21/8")
    #expect(try scene.play.obligations(clock: "22/8").status("E/p") == .open)
    #expect(try scene.persons("essays") == ["q", "z"])
  }

  @Test func aVoidedLinkIsNone() throws {
    var scene = Scene()
    scene.play.void(scene.linked, at: "10/8")
    #expect(try scene.persons("essays") == ["q", "z"])
    #expect(try scene.play.obligations(clock: "20/8").status("E/p") == .open)
  }

  /// Links may hang on links; those of a circle stand for nobody else.
  @Test func linksOfLinks() throws {
    var scene = Scene()
    scene.play.link("identity.linked", ["q"], to: "z", at: "06/8")
    #expect(try scene.persons("essays") == ["p"])
    scene.play.link("identity.linked", ["p"], to: "q", at: "07/8")
    #expect(try scene.persons("essays") == ["q", "z"])
  }

  /// A list of attendees with two accounts of one person serves that person once.
  @Test func attendeesServeOnce() throws {
    var play = Play(upper: ["A"])
    play.duty("S", kind: "study", holder: "offices", metBy: ["study.session.held"], due: nil)
    play.office("p", in: "A")
    play.append(
      "study.session.held", at: time("03/8"), unit: "A",
      [
        ("session", .text("s")), ("contents", .list([])), ("form", .text("online")),
        ("attendees", .list(["p", "q", "z"].map { .text($0) })),
      ])
    play.link("identity.linked", ["z"], to: "p", at: "05/8")
    let answers = try play.obligations(clock: "20/8")
    #expect(answers.status("S/p") == .onTime)
    #expect(answers["S/p"]?.judgement.count == 1)
  }
}

extension Play {
  @discardableResult
  fileprivate mutating func link(
    _ type: String, _ accounts: [String], to person: String, at day: String
  ) -> Position {
    append(
      type, at: time(day), campaign: nil,
      [
        ("persons", .list(accounts.map { .text($0) })), ("person", .text(person)),
        ("basis", .text("the same phone number")),
      ])
  }
}
