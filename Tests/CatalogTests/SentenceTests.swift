import Catalog
import Testing

@Suite("Catalogue: sentences")
struct SentenceTests {
  /// Places that are answered for every event, whatever its type.
  private static let envelope: Set<String> = ["who", "orgunit", "duty", "campaign", "provision"]

  @Test("every type of event has a sentence, and no sentence is without a type")
  func everyTypeIsTold() {
    let types = Set(EventCatalog.types.map(\.name))
    #expect(types.count == 89)
    #expect(types.subtracting(EventSentences.texts.keys).isEmpty)
    #expect(Set(EventSentences.texts.keys).subtracting(types).isEmpty)
  }

  @Test("a sentence reads", arguments: EventCatalog.types.map(\.name))
  func sentenceReads(name: String) throws {
    let type = try #require(EventCatalog.type(name))
    let template = try #require(EventSentences.template(of: type), "\(name) does not parse")
    for (place, isOptional) in template.places {
      let field = type.field(named: place.name)
      guard let field else {
        #expect(Self.envelope.contains(place.name), "\(name): {\(place.name)} is nothing")
        let isGiven =
          place.name == "who" || place.name == "orgunit" || isOptional
          || (place.name == "campaign" && type.envelope.contains(.campaign))
        #expect(isGiven, "\(name): {\(place.name)} may be absent")
        continue
      }
      #expect(isOptional || field.isRequired, "\(name): {\(place.name)} may be absent")
      #expect(field.privacy == .open, "\(name): {\(place.name)} is a personal value")
      if place.form == .count {
        guard case .list = field.type else {
          Issue.record("\(name): {\(place.name)} is no list")
          continue
        }
      }
    }
  }

  @Test(
    "a text with wrong brackets, places or forms is no template",
    arguments: ["a [b", "a b]", "{", "{}", "{a:b:c}", "{a:unknown}", "[{a}"])
  func wrongTemplates(text: String) {
    #expect(SentenceTemplate(text) == nil)
  }
}
