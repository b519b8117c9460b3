import Diagnostics

/// A YAML document as text and structure only: every scalar is text, typed by our own readers,
/// because YAML 1.1 would turn `no`, `07:30` and `2021-08-05` into something else.
struct YAMLValue: Sendable {
  indirect enum Kind: Sendable {
    case scalar(String)
    case list([YAMLValue])
    case mapping([Entry])
  }

  struct Entry: Sendable {
    let key: String
    let keySpan: SourceSpan
    let value: YAMLValue
  }

  let kind: Kind
  let span: SourceSpan

  var scalar: String? { if case .scalar(let text) = kind { text } else { nil } }
  var list: [YAMLValue]? { if case .list(let values) = kind { values } else { nil } }
  var mapping: [Entry]? { if case .mapping(let entries) = kind { entries } else { nil } }

  /// What it is, for messages.
  var description: String {
    switch kind {
    case .scalar: "text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}
