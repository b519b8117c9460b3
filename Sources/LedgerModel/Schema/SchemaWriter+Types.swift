import Catalog

extension SchemaWriter {
  mutating func object(_ members: (inout SchemaWriter) -> Void) {
    json.object { json in
      var writer = SchemaWriter(json: json)
      members(&writer)
      json = writer.json
    }
  }

  mutating func text(_ name: String, _ value: String) {
    json.name(name)
    json.string(value)
  }

  mutating func strings(_ name: String, _ values: [String]) {
    json.name(name)
    json.array { for value in values { $0.string(value) } }
  }

  mutating func filledText() {
    text("type", "string")
    json.name("minLength")
    json.integer(1)
  }

  /// The members of the schema of an object with those fields.
  mutating func fields(_ specs: [FieldSpec]) {
    text("type", "object")
    json.name("properties")
    object { writer in
      for spec in specs {
        writer.json.name(spec.name)
        writer.object { $0.field(spec) }
      }
    }
    let needed = specs.filter(\.isRequired).map(\.name)
    if !needed.isEmpty { strings("required", needed) }
    json.name("additionalProperties")
    json.bool(false)
  }

  private mutating func field(_ spec: FieldSpec) {
    if !spec.summary.isEmpty { text("description", spec.summary) }
    if spec.privacy != .open { text("x-privacy", spec.privacy.rawValue) }
    if EventRule.versionFields.contains(spec.name) {
      text("type", "integer")
      json.name("minimum")
      json.integer(1)
    } else {
      type(spec.type)
    }
  }

  /// The members of the schema of a value of that type.
  mutating func type(_ type: FieldType) {
    switch type {
    case .text: filledText()
    case .integer(let kind): integer(kind)
    case .decimal: text("type", "number")
    case .bool: text("type", "boolean")
    case .instant: formatted("date-time")
    case .date: formatted("date")
    case .duration: formatted("duration")
    case .position:
      text("type", "integer")
      json.name("minimum")
      json.integer(1)
    case .choice(let words): strings("enum", words)
    case .reference(.person): person()
    case .reference(let kind):
      filledText()
      text("x-refers-to", kind.rawValue)
    case .declares(let kind):
      filledText()
      text("x-declares", kind.rawValue)
    case .list(let element):
      text("type", "array")
      json.name("items")
      object { $0.type(element) }
    case .record(let specs): fields(specs)
    case .map(let element):
      text("type", "object")
      json.name("additionalProperties")
      object { $0.type(element) }
    case .any: break
    }
  }

  private mutating func integer(_ kind: CountKind?) {
    text("type", "integer")
    guard let kind else { return }
    json.name("minimum")
    json.integer(0)
    text("x-counts", kind.rawValue)
  }

  private mutating func formatted(_ format: String) {
    text("type", "string")
    text("format", format)
  }

  /// An account as text or with its issuer.
  private mutating func person() {
    text("x-refers-to", EntityKind.person.rawValue)
    json.name("oneOf")
    json.array { json in
      json.object { json in
        var writer = SchemaWriter(json: json)
        writer.filledText()
        json = writer.json
      }
      json.object { json in
        var writer = SchemaWriter(json: json)
        writer.fields([
          optional(1, "issuer", .text, "the system that issued the id"),
          required(2, "id", .text),
        ])
        json = writer.json
      }
    }
  }
}
