package import Catalog

/// JSON Schema (draft 2020-12) of events as CloudEvents, derived from the catalogue.
///
/// What a schema cannot say travels as annotations: `x-counts`, `x-refers-to`, `x-declares`,
/// `x-privacy`, and `x-rules` for what only a ledger can check.
package enum JSONSchema {
  /// The schema of one type as compact JSON.
  package static func schema(of type: EventType) -> String {
    var writer = SchemaWriter()
    writer.document(type)
    return writer.json.text
  }

  /// One schema for every event: each type under `$defs`, any of them is accepted.
  package static func catalogue(_ types: [EventType] = EventCatalog.types) -> String {
    var writer = SchemaWriter()
    writer.catalogue(types)
    return writer.json.text
  }
}

/// Writes the parts of a schema.
struct SchemaWriter {
  var json = JSONWriter()

  private static let draft = "https://json-schema.org/draft/2020-12/schema"

  mutating func document(_ type: EventType) {
    object { writer in
      writer.text("$schema", SchemaWriter.draft)
      writer.text("$id", "urn:kiem:schema:\(type.identifier)")
      writer.event(type)
    }
  }

  mutating func catalogue(_ types: [EventType]) {
    object { writer in
      writer.text("$schema", SchemaWriter.draft)
      writer.text("$id", "urn:kiem:schema:catalogue")
      writer.text("title", "Events of a campaign ledger")
      writer.json.name("oneOf")
      writer.json.array { json in
        for type in types {
          json.object {
            $0.name("$ref")
            $0.string("#/$defs/\(type.identifier)")
          }
        }
      }
      writer.json.name("$defs")
      writer.object { writer in
        for type in types {
          writer.json.name(type.identifier)
          writer.object { $0.event(type) }
        }
      }
    }
  }

  private mutating func event(_ type: EventType) {
    text("title", type.name)
    text("description", type.summary)
    text("type", "object")
    json.name("properties")
    object { writer in
      writer.attributes(type)
      writer.json.name("data")
      writer.object { $0.data(type) }
    }
    let needs = EnvelopeField.allCases.filter(type.envelope.contains).map(\.rawValue)
    strings("required", ["specversion", "id", "source", "type", "time"] + needs + ["data"])
    json.name("additionalProperties")
    json.bool(false)
    let rules = type.rules.map(\.words)
    if !rules.isEmpty { strings("x-rules", rules) }
  }

  private mutating func attributes(_ type: EventType) {
    constant("specversion", "1.0")
    for name in ["id", "source"] { identifier(name) }
    constant("type", type.identifier)
    for name in ["time", "recordedtime"] {
      json.name(name)
      object { $0.type(.instant) }
    }
    json.name("actor")
    object { $0.type(.reference(.person)) }
    let texts = [
      "subject", "seq", "campaign", "orgunit", "provision", "obligation", "causationid",
      "correlationid", "dataschema", "datacontenttype",
    ]
    for name in texts {
      json.name(name)
      object { $0.filledText() }
    }
  }

  private mutating func data(_ type: EventType) {
    fields(type.fields + EventType.commonFields)
    for case .oneOf(let names) in type.rules {
      json.name("anyOf")
      json.array { json in
        for name in names {
          json.object {
            $0.name("required")
            $0.array { $0.string(name) }
          }
        }
      }
    }
  }

  private mutating func constant(_ name: String, _ value: String) {
    json.name(name)
    object { $0.text("const", value) }
  }

  private mutating func identifier(_ name: String) {
    json.name(name)
    object { writer in
      writer.filledText()
      writer.json.name("maxLength")
      writer.json.integer(EventValidator.maximumIdentifierByteCount)
    }
  }
}
