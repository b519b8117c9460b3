import Catalog
import LedgerModel
import TestSupport
import Testing

@Suite struct JSONSchemaTests {
  @Test(arguments: EventCatalog.types)
  func describesEveryFieldOnce(type: EventType) throws {
    let schema = try JSONParser.parse(JSONSchema.schema(of: type))
    #expect(schema["$schema"]?.string == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["$id"]?.string == "urn:kiem:schema:\(type.identifier)")
    let properties = try #require(schema["properties"])
    #expect(Set(properties.members?.map(\.name) ?? []) == Set(EventJSON.attributes))
    #expect(properties["type"]?["const"]?.string == type.identifier)
    let data = try #require(properties["data"])
    let names = (type.fields + EventType.commonFields).map(\.name)
    #expect(data["properties"]?.members?.map(\.name) == names)
    #expect(data["additionalProperties"]?.bool == false)
    let needed = data["required"]?.elements?.compactMap(\.string) ?? []
    #expect(needed == type.fields.filter(\.isRequired).map(\.name))
  }

  @Test(arguments: EventCatalog.types)
  func acceptsGeneratedEvents(type: EventType) throws {
    let schema = try JSONParser.parse(JSONSchema.schema(of: type))
    for seed in UInt64(0)..<10 {
      var generator = EventGenerator(seed: seed, isStored: false)
      let text = EventJSON.write(generator.event(of: type))
      let failure = firstFailure(of: try JSONParser.parse(text), schema, path: "event")
      #expect(failure == nil, "seed \(seed)")
    }
  }

  @Test func refusesWhatTheSchemaForbids() throws {
    let type = try #require(EventCatalog.type("material.accessed"))
    let schema = try JSONParser.parse(JSONSchema.schema(of: type))
    var generator = EventGenerator(seed: 1, isStored: false)
    var event = generator.event(of: type)
    event.data.removeAll { ["person", "session"].contains($0.name) }
    let neither = try JSONParser.parse(EventJSON.write(event))
    #expect(firstFailure(of: neither, schema, path: "event") == "event.data: anyOf")
    event.data.append(NamedValue("person", .text("p")))
    event.data.append(NamedValue("surplus", .text("p")))
    let surplus = try JSONParser.parse(EventJSON.write(event))
    #expect(firstFailure(of: surplus, schema, path: "event") == "event.data.surplus: unknown")
  }

  @Test func catalogueHoldsEveryType() throws {
    let schema = try JSONParser.parse(JSONSchema.catalogue())
    #expect(schema["$defs"]?.members?.map(\.name) == EventCatalog.types.map(\.identifier))
    let references = schema["oneOf"]?.elements?.compactMap { $0["$ref"]?.string }
    #expect(references == EventCatalog.types.map { "#/$defs/\($0.identifier)" })
  }

  /// A small validator for the keywords in use, written from the specification of JSON Schema.
  private func firstFailure(of value: JSONNode, _ schema: JSONNode, path: String) -> String? {
    if let options = schema["oneOf"]?.elements {
      let fitting = options.count { firstFailure(of: value, $0, path: path) == nil }
      if fitting != 1 { return "\(path): oneOf" }
    }
    if let options = schema["anyOf"]?.elements {
      let fitting = options.contains { firstFailure(of: value, $0, path: path) == nil }
      if !fitting { return "\(path): anyOf" }
    }
    if let type = schema["type"]?.string, !fits(value, type) { return "\(path): type" }
    if let constant = schema["const"]?.string, value.string != constant { return "\(path): const" }
    if let words = schema["enum"]?.elements?.compactMap(\.string) {
      guard let word = value.string, words.contains(word) else { return "\(path): enum" }
    }
    if let least = schema["minimum"]?.decimal, let number = value.decimal, number < least {
      return "\(path): minimum"
    }
    if let elements = value.elements, let items = schema["items"] {
      for element in elements {
        if let failure = firstFailure(of: element, items, path: path + "[]") { return failure }
      }
    }
    return firstFailureOfMembers(value, schema, path: path)
  }

  private func firstFailureOfMembers(
    _ value: JSONNode, _ schema: JSONNode, path: String
  ) -> String? {
    guard let members = value.members else { return nil }
    for name in schema["required"]?.elements?.compactMap(\.string) ?? [] where value[name] == nil {
      return "\(path).\(name): required"
    }
    for member in members {
      let place = "\(path).\(member.name)"
      if let property = schema["properties"]?[member.name] {
        if let failure = firstFailure(of: member.node, property, path: place) { return failure }
      } else if let further = schema["additionalProperties"] {
        if further.bool == false { return "\(place): unknown" }
        if let failure = firstFailure(of: member.node, further, path: place) { return failure }
      }
    }
    return nil
  }

  private func fits(_ value: JSONNode, _ type: String) -> Bool {
    switch (type, value.value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool),
      ("number", .number):
      true
    case ("integer", .number(let digits)): Int64(digits) != nil || UInt64(digits) != nil
    default: false
    }
  }
}
