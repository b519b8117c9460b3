import Catalog
package import Evidence
package import LedgerModel
package import Vault

/// How a checkpoint is signed.
package struct CheckpointOptions: Sendable {
  /// The name under which a new key is made; none for the log's origin.
  package var signer: String?
  /// Appends `checkpoint.signed` to the log.
  package var records: Bool
  /// Allows that event where it would be the first live one, or in a simulated ledger.
  package var allowsLive: Bool
  package var randomness: any RandomnessSource

  package init(
    signer: String? = nil, records: Bool = true, allowsLive: Bool = false,
    randomness: any RandomnessSource = SystemRandomness()
  ) {
    self.signer = signer
    self.records = records
    self.allowsLive = allowsLive
    self.randomness = randomness
  }
}

/// What became of signing.
package struct SignedCheckpoint: Sendable {
  /// The note and where it is kept.
  package let file: CheckpointFile
  /// The public key that checks it.
  package let verifier: NoteVerifier
  package let recording: Recording

  /// Whether the log says that it was signed.
  package enum Recording: Hashable, Sendable {
    case recorded(Position)
    case notAsked
    /// A live event would end the time in which history may be moved in, or would mix clocks.
    case needsLive(mark: LedgerMark)
  }
}

extension EventLog {
  /// Signs size and root of the log as it is and keeps the note as a file.
  ///
  /// Before that, the newest checkpoint that is kept must be the beginning of the log: a log that
  /// was cut off or replaced is not signed. The event, if any, comes behind what it covers. The key
  /// is made when the first checkpoint is signed.
  ///
  /// - Parameter now: the clock for the event; `recorded` never lies before the last one.
  package func signCheckpoint(
    _ options: CheckpointOptions, now: @escaping @Sendable () -> Instant
  ) throws -> SignedCheckpoint {
    guard !isReadOnly else { throw LedgerError.readOnly(path: folder.path) }
    let kept = KeptCheckpoints(folder: folder)
    let newest = try kept.newest()
    let head = try read { snapshot in
      var cache = NodeCache()
      if let newest { try check(newest, snapshot, &cache) }
      return snapshot.head
    }
    let signer = try SigningKeys(folder: folder).signer(
      name: options.signer, origin: head.origin, ledger: head.ledger, options.randomness)
    let checkpoint = head.checkpoint
    let file = try kept.keep(checkpoint, try signer.sign(checkpoint.text))
    return SignedCheckpoint(
      file: file, verifier: signer.verifier,
      recording: try record(checkpoint, signer.verifier, head, options, now))
  }

  /// Signs a text with the key of the log's checkpoints, which is made when there is none yet.
  ///
  /// - Parameter text: lines that each end in a line feed, none of them empty.
  package func signNote(
    _ text: String, randomness: any RandomnessSource = SystemRandomness()
  ) throws -> SignedNote {
    guard !isReadOnly else { throw LedgerError.readOnly(path: folder.path) }
    let head = try head()
    let signature = try SigningKeys(folder: folder)
      .signer(name: nil, origin: head.origin, ledger: head.ledger, randomness).sign(text)
    return SignedNote(text: text, signatures: [signature])
  }

  private func record(
    _ checkpoint: Checkpoint, _ verifier: NoteVerifier, _ head: LogHead,
    _ options: CheckpointOptions, _ now: @escaping @Sendable () -> Instant
  ) throws -> SignedCheckpoint.Recording {
    guard options.records else { return .notAsked }
    guard options.allowsLive || head.takesLiveEvents else { return .needsLive(mark: head.mark) }
    let event = try Event.checkpoint(checkpoint, verifier, time: max(now(), head.lastRecorded))
    if let place = try position(source: event.source, id: event.id) { return .recorded(place) }
    let outcome = try append(
      [Draft(event)],
      options: AppendOptions(recording: .live(now: now), allowsLive: options.allowsLive)
    ).first
    switch outcome {
    case .appended(let position), .duplicate(let position): return .recorded(position)
    case .rejected(let rejection):
      // Another command signed the same size at the same moment.
      if rejection.rule == .identifierTaken, let place = rejection.position {
        return .recorded(place)
      }
      throw LedgerError.system(reason: rejection.description)
    case .withheld, nil: throw LedgerError.system(reason: "the event was not recorded")
    }
  }
}

extension LogHead {
  /// Whether a live event changes nothing but the log's length: there are live ones already.
  fileprivate var takesLiveEvents: Bool {
    if case .simulated = mark { return false }
    return firstLive != nil
  }
}

extension Event {
  /// Who issues the identifiers of `checkpoint.signed`.
  static let checkpointSource = "kiem:checkpoint"

  /// `checkpoint.signed` for a size that a key has signed; one event for each of both.
  static func checkpoint(
    _ checkpoint: Checkpoint, _ verifier: NoteVerifier, time: Instant
  ) throws -> Event {
    guard let type = EventCatalog.type("checkpoint.signed") else {
      throw LedgerError.system(reason: "the catalogue has no checkpoint.signed")
    }
    let name = "\(checkpoint.size)-\(verifier.identifierText)"
    return Event(
      id: name, source: checkpointSource, type: type, time: time, actor: .text("system:kiem"),
      data: [
        NamedValue("checkpoint", .text(name)),
        NamedValue("position", .position(Position(checkpoint.size))),
        NamedValue("root", .text(checkpoint.root.hex)),
        NamedValue("signer", .text(verifier.name)),
      ])
  }
}
