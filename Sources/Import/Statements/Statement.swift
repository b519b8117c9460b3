import Catalog
package import LedgerModel

/// One xAPI statement (IEEE 9274.1.1, before xAPI 1.0.3), as far as a campaign needs it.
package struct Statement: Sendable, Hashable {
  package let id: String
  package let actor: Account
  /// The verb's IRI.
  package let verb: String
  /// The IRI of the activity, or the id of the statement that a voiding one names.
  package let object: String
  package let isAboutStatement: Bool
  package let timestamp: Instant
  /// When the record store took it in.
  package let stored: Instant?
  /// The attempt or session that it belongs to.
  package let registration: String?
  package let result: Result

  package struct Result: Sendable, Hashable {
    package var raw: ExactDecimal?
    package var min: ExactDecimal?
    package var max: ExactDecimal?
    package var scaled: ExactDecimal?
    package var isSuccess: Bool?
    package var isCompleted: Bool?
    package var response: String?
    package var duration: TimeSpan?

    package init() {}
  }

  /// The identifier by which an actor is known: an account, else a mailbox (`mailto:…`), its hash,
  /// or an OpenID.
  static func account(_ actor: JSONNode) -> Account? {
    if let account = actor["account"] {
      guard let name = account["name"]?.string, !name.isEmpty else { return nil }
      return Account(issuer: account["homePage"]?.string ?? "", identifier: name)
    }
    if let box = actor["mbox"]?.string, !box.isEmpty { return Account(identifier: box) }
    if let hash = actor["mbox_sha1sum"]?.string, !hash.isEmpty {
      return Account(issuer: "mbox_sha1sum", identifier: hash)
    }
    return actor["openid"]?.string.map { Account(identifier: $0) }
  }
}

/// Reads statements and collects what is wrong with one.
struct StatementReader {
  private(set) var values = FieldReader()

  /// The statement in that object; none when something that every statement needs is not there.
  mutating func statement(_ node: JSONNode) -> Statement? {
    guard node.members != nil else {
      values.report("event", .wrongType, "must be a JSON object, not \(node.kind)")
      return nil
    }
    let id = text(node["id"], "id")
    let actor = account(node["actor"])
    let verb = text(node["verb"]?["id"], "verb.id")
    let object = text(node["object"]?["id"], "object.id")
    let timestamp = instant(node["timestamp"], "timestamp")
    if node["timestamp"] == nil { values.report("timestamp", .required, "must be given") }
    let result = result(node["result"])
    let stored = instant(node["stored"], "stored")
    let registration = node["context"]?["registration"]?.string
    guard values.problems.isEmpty, let id, let actor, let verb, let object, let timestamp else {
      return nil
    }
    return Statement(
      id: id, actor: actor, verb: verb, object: object,
      isAboutStatement: node["object"]?["objectType"]?.string == "StatementRef",
      timestamp: timestamp, stored: stored, registration: registration, result: result)
  }

  mutating func report(_ problem: FieldProblem) { values.report(problem) }

  private mutating func text(_ node: JSONNode?, _ field: String) -> String? {
    if let text = node?.string, !text.isEmpty { return text }
    values.report(field, node == nil ? .required : .wrongType, "must be given as a text")
    return nil
  }

  private mutating func account(_ node: JSONNode?) -> Account? {
    if let account = node.flatMap(Statement.account) { return account }
    values.report(
      "actor", .required, "names nobody", remedy: "give an account, mbox, mbox_sha1sum or openid")
    return nil
  }

  private mutating func instant(_ node: JSONNode?, _ field: String) -> Instant? {
    node.flatMap { values.value($0, .instant, path: field)?.instant }
  }

  private mutating func result(_ node: JSONNode?) -> Statement.Result {
    var result = Statement.Result()
    guard let node else { return result }
    let score = node["score"]
    result.raw = number(score?["raw"], "result.score.raw")
    result.min = number(score?["min"], "result.score.min")
    result.max = number(score?["max"], "result.score.max")
    result.scaled = number(score?["scaled"], "result.score.scaled")
    result.isSuccess = node["success"]?.bool
    result.isCompleted = node["completion"]?.bool
    result.response = node["response"]?.string
    result.duration = node["duration"].flatMap {
      values.value($0, .duration, path: "result.duration")?.duration
    }
    return result
  }

  private mutating func number(_ node: JSONNode?, _ field: String) -> ExactDecimal? {
    node.flatMap { values.value($0, .decimal, path: field)?.decimal }
  }
}
