package import Diagnostics
import LedgerModel
import Yams

/// How xAPI statements become events of a campaign: a YAML file.
///
/// ```yaml
/// format: xapi
/// source: urn:lrs:congdoan      # of the events; their ids are those of the statements
/// campaign: kh121
/// orgunit: u643                 # optional
/// attempt: registration         # or registration+actor, or statement
/// objects:                      # activities by their IRI; * stands for the rest of it
///   - match: https://congdoanvietnam.org/thi/92*
///     quiz: thi-92
///   - match: https://congdoanvietnam.org/tai-lieu/nq02
///     material: nq02
///     channel: portal           # online when left out
/// verbs:                        # besides those that are known
///   http://activitystrea.ms/start: quiz.attempt.started
/// ```
///
/// Known verbs: on a quiz `answered` is an answer given, `completed`, `passed`, `failed` and
/// `submit` an attempt submitted; on a material `completed`, `experienced`, `initialized`,
/// `launched` and `played` are views. `voided` takes an earlier statement back.
package struct StatementMapping: Sendable, Hashable {
  /// What an attempt is, when statements carry no id of their own for it.
  package enum AttemptRule: String, Sendable, Hashable, CaseIterable {
    /// `context.registration`; a statement without one is a reject.
    case registration
    /// Registration and actor together, for stores that register a course once for everybody.
    case registrationAndActor = "registration+actor"
    /// Each statement is an attempt of its own.
    case statement
  }

  package enum Target: Sendable, Hashable {
    case quiz(String)
    case material(String, channel: String)
  }

  package struct ObjectRule: Sendable, Hashable {
    /// The IRI, or its beginning when `isPrefix`.
    package let iri: String
    package let isPrefix: Bool
    package let target: Target
  }

  package var source: String
  package var campaign: String
  package var unit: String?
  package var attempt = AttemptRule.registration
  package var objects: [ObjectRule]
  /// Names of event types by the IRI of the verb, besides the known ones.
  package var verbs: [String: String]

  /// Event types that a verb can be mapped to.
  static let types = [
    "quiz.attempt.started", "quiz.attempt.submitted", "quiz.answer.given", "material.accessed",
  ]

  /// Reads a mapping file.
  ///
  /// - Throws: all that is wrong with it at once.
  package init(_ source: SourceText) throws(DiagnosticError) {
    var reader = MappingReader(source)
    let root = try reader.root()
    reader.checkKeys(
      of: root,
      among: ["format", "source", "campaign", "orgunit", "attempt", "objects", "verbs"])
    _ = reader.choice(root["format"], field: "format", among: ["xapi"])
    self.source = reader.required(root, "source")
    campaign = reader.required(root, "campaign")
    unit = reader.text(root["orgunit"], field: "orgunit")
    let rules = AttemptRule.allCases.map(\.rawValue)
    if let rule = reader.choice(root["attempt"], field: "attempt", among: rules) {
      attempt = AttemptRule(rawValue: rule) ?? .registration
    }
    objects = reader.objects(root["objects"])
    verbs = reader.verbs(root["verbs"])
    try reader.check()
  }

  /// What an activity stands for: the rule with the longest match; none when there is none.
  func target(of object: String) -> Target? {
    objects.filter { $0.isPrefix ? object.hasPrefix($0.iri) : object == $0.iri }
      .max { ($0.iri.utf8.count, $0.isPrefix ? 0 : 1) < ($1.iri.utf8.count, $1.isPrefix ? 0 : 1) }?
      .target
  }

  /// The event type of a verb on such an object; none for a verb that is not mapped.
  func typeName(verb: String, on target: Target) -> String? {
    if let name = verbs[verb] { return name }
    let word = verb.split(separator: "/").last.map(String.init) ?? verb
    switch target {
    case .quiz:
      guard StatementMapping.isKnown(verb) else { return nil }
      switch word {
      case "answered": return "quiz.answer.given"
      case "completed", "passed", "failed", "submit": return "quiz.attempt.submitted"
      default: return nil
      }
    case .material:
      let views = ["completed", "experienced", "initialized", "launched", "played"]
      return StatementMapping.isKnown(verb) && views.contains(word) ? "material.accessed" : nil
    }
  }

  /// Vocabularies whose words are known: the same word of another one may mean anything.
  private static func isKnown(_ verb: String) -> Bool {
    [
      "http://adlnet.gov/expapi/verbs/", "http://activitystrea.ms/",
      "https://w3id.org/xapi/video/verbs/", "https://w3id.org/xapi/adl/verbs/",
    ].contains { verb.hasPrefix($0) }
  }

  /// The verb that takes another statement back.
  static let voided = "http://adlnet.gov/expapi/verbs/voided"
}

extension MappingReader {
  fileprivate mutating func required(_ mapping: Node.Mapping, _ name: String) -> String {
    if mapping[Node(name)] == nil {
      report("I103", "'\(name)' is missing", at: nil, field: name)
    }
    return text(mapping[Node(name)], field: name) ?? ""
  }

  fileprivate mutating func objects(_ node: Node?) -> [StatementMapping.ObjectRule] {
    guard let sequence = node?.sequence, !sequence.isEmpty else {
      report("I103", "'objects' names the quizzes and materials", at: node, field: "objects")
      return []
    }
    return sequence.compactMap { object($0) }
  }

  private mutating func object(_ node: Node) -> StatementMapping.ObjectRule? {
    guard let mapping = node.mapping else {
      report("I104", "{match, quiz} or {match, material} was expected", at: node, field: "objects")
      return nil
    }
    checkKeys(of: mapping, among: ["match", "quiz", "material", "channel"], field: "objects")
    guard let match = text(mapping["match"], field: "objects.match") else {
      report("I103", "'match' is missing", at: node, field: "objects")
      return nil
    }
    let quiz = text(mapping["quiz"], field: "objects.quiz")
    let material = text(mapping["material"], field: "objects.material")
    let channel = text(mapping["channel"], field: "objects.channel") ?? "online"
    let target: StatementMapping.Target
    switch (quiz, material) {
    case (let quiz?, nil): target = .quiz(quiz)
    case (nil, let material?): target = .material(material, channel: channel)
    default:
      report("I103", "either 'quiz' or 'material' must be given", at: node, field: "objects")
      return nil
    }
    let isPrefix = match.hasSuffix("*")
    return StatementMapping.ObjectRule(
      iri: isPrefix ? String(match.dropLast()) : match, isPrefix: isPrefix, target: target)
  }

  fileprivate mutating func verbs(_ node: Node?) -> [String: String] {
    guard let node else { return [:] }
    guard let mapping = node.mapping else {
      report("I104", "event types by the IRI of a verb were expected", at: node, field: "verbs")
      return [:]
    }
    var result: [String: String] = [:]
    for (key, value) in mapping {
      guard let verb = key.string else { continue }
      result[verb] = choice(value, field: "verbs.\(verb)", among: StatementMapping.types)
    }
    return result
  }
}
