import LedgerModel

/// One event of a type that some duty takes as evidence, with everything that judging needs and
/// nothing else; texts are codes of the index.
struct EvidenceRecord {
  /// Position of the event itself, and from where until where it is known in this form.
  let origin: Position
  let from: Position
  var until = Position.never
  let time: Instant
  let recorded: Instant
  let campaign: Int32
  /// The envelope's unit.
  let unit: Int32
  /// The persons whom it serves: a range of the index's list.
  let persons: Range<Int32>
  /// Key text of the obligation that the envelope names.
  let obligation: Int32
  /// The duty that a report says it answers; it serves no other.
  let duty: Int32
  /// What a withdrawal, removal or return names it by.
  let subject: Int32
  /// Version of a report, 0 for everything else.
  let version: Int32
  let attachments: Int32
  /// The event that made this form of it: itself, or an amendment.
  let maker: EvidenceMaker
  /// The patterns that its own content fits: a range of the index's list.
  let matches: Range<Int32>

  var isReport: Bool { version > 0 }
}

/// A pattern that an event fits, with the holder and target that the condition ties it to.
struct EvidenceMatch {
  let pattern: Int32
  /// `none` where the condition does not name them.
  let holderUnit: Int32
  let holderPerson: Int32
  let targetUnit: Int32
  /// True when the condition holds; false for an event that serves by its envelope only.
  let isFitting: Bool
}

/// Something that later happens to a piece of evidence, or to an obligation.
struct EvidenceMark {
  enum Kind: UInt8 {
    case received = 1
    case returned = 2
    case takenBack = 3
    case reminder = 4
  }

  let kind: Kind
  let origin: Position
  let from: Position
  var until = Position.never
  /// What it is about, `kind of thing:id` as a code, or an obligation's key for a reminder.
  let subject: Int32
  let version: Int32
  let at: Instant
  let maker: EvidenceMaker
}

/// When and by whom a record or a mark came to be known in its form.
struct EvidenceMaker {
  let recorded: Instant
  let actor: Int32
  let isCorrected: Bool
}

/// Records and marks that an amendment ended.
struct EvidenceEnding {
  let at: Position
  /// When the amendment was recorded.
  let recorded: Instant
  var records: [Int] = []
  var marks: [Int] = []
}
