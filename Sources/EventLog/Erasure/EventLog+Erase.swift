import Catalog
import LMDB
package import LedgerModel
package import Vault

/// Who is to be erased.
package enum PersonReference: Hashable, Sendable {
  case pseudonym(String)
  case account(Account)
}

/// What an erasure did.
package struct ErasureReport: Hashable, Sendable {
  package let person: String
  /// Where `subject.erased` stands.
  package let position: Position
  /// Names of the personal fields that were destroyed.
  package let fields: [String]
  package let keyCount: Int
  /// It had been done before; nothing was destroyed now.
  package let wasErased: Bool
  /// An earlier run had begun it and was cut off.
  package let wasResumed: Bool
}

/// Who records an erasure, and when.
package struct ErasureOptions: Sendable {
  package var request: String
  package var recording: RecordingClock
  package var allowsLive: Bool
  /// Called when a step is durable.
  package var reached: @Sendable (ErasureStep) -> Void

  package init(
    request: String, recording: RecordingClock = .wall, allowsLive: Bool = false,
    reached: @escaping @Sendable (ErasureStep) -> Void = { _ in }
  ) {
    self.request = request
    self.recording = recording
    self.allowsLive = allowsLive
    self.reached = reached
  }
}

extension EventLog {
  /// What the vault holds about a person, before anything is done, and by which of several possible
  /// meanings of a text it was found; the first that the vault knows counts.
  ///
  /// - Throws: `.erasure(.unknownPerson)` for somebody whom the vault does not know and whose
  ///   erasure is not under way.
  package func heldPerson(
    _ meanings: [PersonReference]
  ) throws(LedgerError) -> (reference: PersonReference, held: HeldPerson) {
    let vault = try vault()
    let path = folder.path
    return try asLedgerError {
      for reference in meanings {
        if let held = try Self.held(reference, in: vault) { return (reference, held) }
      }
      throw ErasureProblem.unknownPerson(path: path)
    }
  }

  private static func held(_ reference: PersonReference, in vault: Vault) throws -> HeldPerson? {
    for erasure in try vault.unfinishedErasures() where erasure.concerns(reference, vault) {
      return try vault.held(erasure.person)
    }
    guard let person = try vault.pseudonym(reference) else { return nil }
    return try vault.held(person)
  }

  /// Destroys a person's key, values and account mapping, and records `subject.erased`.
  ///
  /// The key goes first and the log second, so the log never says erased while the key lives. An
  /// earlier erasure that was cut off, of whomever, is finished before anything else. Counts and
  /// proofs stay; a later event of the same account gets a new pseudonym.
  ///
  /// - Returns: what was done for the person asked for; the same again if it was done before.
  /// - Throws: `.erasure` with what is left to do; `.busy` while another erasure or a backup runs;
  ///   `.simulated` without permission for live events, before anything is destroyed.
  package func erase(
    _ reference: PersonReference, options: ErasureOptions
  ) throws(LedgerError) -> ErasureReport {
    let vault = try vault()
    return try asLedgerError {
      guard let lock = try vault.lockForErasure() else { throw LedgerError.busy(path: folder.path) }
      return try withExtendedLifetime(lock) { try erase(reference, vault, options) }
    }
  }

  private func erase(
    _ reference: PersonReference, _ vault: Vault, _ options: ErasureOptions
  ) throws -> ErasureReport {
    let policy = RecordingPolicy(options.recording)
    try policy.check(store.readHead(), allowsLive: options.allowsLive, path: folder.path)
    var finished: ErasureReport?
    for erasure in try vault.unfinishedErasures() {
      let concerned = erasure.concerns(reference, vault)
      let report = try complete(erasure, vault, options, wasResumed: true)
      if concerned { finished = report }
    }
    if let finished { return finished }
    guard let person = try vault.pseudonym(reference), let held = try vault.held(person) else {
      throw ErasureProblem.unknownPerson(path: folder.path)
    }
    if held.isErased { return try earlier(person) }
    let now = policy.now ?? RecordingClock.wallClock()
    try checkAcceptable(person, held, options.request, now)
    guard let erasure = try vault.beginErasure(of: person, request: options.request, at: now) else {
      return try earlier(person)
    }
    options.reached(.noted)
    return try complete(erasure, vault, options, wasResumed: false)
  }

  /// Goes through with an erasure that is noted, from whatever step it had reached.
  private func complete(
    _ erasure: Erasure, _ vault: Vault, _ options: ErasureOptions, wasResumed: Bool
  ) throws -> ErasureReport {
    do {
      try vault.destroy(erasure, reached: options.reached)
      let position = try record(erasure, options)
      options.reached(.recorded)
      try vault.finish(erasure)
      return ErasureReport(
        person: erasure.person, position: position, fields: erasure.fields,
        keyCount: erasure.keyCount, wasErased: false, wasResumed: wasResumed)
    } catch {
      throw ErasureProblem.unfinished(
        person: erasure.person, reason: LedgerError(error).description)
    }
  }

  /// Appends the event of an erasure; the note gives it the same bytes however often it is tried.
  private func record(_ erasure: Erasure, _ options: ErasureOptions) throws -> Position {
    let append = AppendOptions(recording: options.recording, allowsLive: options.allowsLive)
    let outcome = try self.append([Draft(try erasure.event())], options: append).first
    if let position = outcome?.position { return position }
    throw ErasureProblem.refused(reason: outcome?.rejection?.description ?? "no answer")
  }

  /// The event is checked before anything is destroyed, because afterwards it must be taken.
  private func checkAcceptable(
    _ person: String, _ held: HeldPerson, _ request: String, _ now: Instant
  ) throws {
    let event = try ErasureEvent(
      person: person, request: request, time: now, fields: held.fields, keyCount: 1
    ).event()
    let problems = EventValidator().validate(event).problems
    if let first = problems.first { throw ErasureProblem.refused(reason: first.description) }
    do {
      _ = try EventCodec.encode(event, recorded: now)
    } catch {
      throw ErasureProblem.refused(reason: FieldProblem(error).description)
    }
  }

  private func earlier(_ person: String) throws -> ErasureReport {
    let position = try position(source: ErasureEvent.source, id: person) ?? .empty
    return ErasureReport(
      person: person, position: position, fields: [], keyCount: 0, wasErased: true,
      wasResumed: false)
  }
}

/// `subject.erased`: its identifier is the pseudonym, so a person is erased once for ever.
private struct ErasureEvent {
  let person: String
  let request: String
  let time: Instant
  let fields: [String]
  let keyCount: Int

  static let source = "urn:kiem:erase"

  func event() throws -> Event {
    guard let type = EventCatalog.type("subject.erased") else {
      throw ErasureProblem.refused(reason: "the catalogue has no subject.erased")
    }
    return Event(
      id: person, source: Self.source, type: type, time: time, actor: .text("system:erase"),
      data: [
        NamedValue("person", .text(person)), NamedValue("request", .text(request)),
        NamedValue("keys_destroyed", .integer(Int64(keyCount))),
        NamedValue("fields", .list(fields.map { .text($0) })),
      ])
  }
}

extension Erasure {
  fileprivate func event() throws -> Event {
    try ErasureEvent(
      person: person, request: request, time: time, fields: fields, keyCount: keyCount
    ).event()
  }

  fileprivate func concerns(_ reference: PersonReference, _ vault: Vault) -> Bool {
    switch reference {
    case .pseudonym(let name): name == person
    case .account(let account): vault.concerns(self, account)
    }
  }
}

extension Vault {
  fileprivate func pseudonym(_ reference: PersonReference) throws -> String? {
    switch reference {
    case .pseudonym(let name): name
    case .account(let account): try pseudonym(of: account)
    }
  }
}
