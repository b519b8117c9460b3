import Catalog
import Testing

/// The rows of the domain's table and what each declares, copied from the specification by hand.
private let rows: [Int: [String]] = [
  1: ["campaign.created"],
  2: ["document.registered"],
  3: ["document.numbered", "document.recalled", "document.corrected"],
  4: ["plan.issued"],
  5: ["plan.amended"],
  6: ["duty.declared"],
  7: ["duty.extended", "duty.waived"],
  8: ["target.set"],
  9: ["orgunit.registered"],
  10: ["orgunit.renamed", "orgunit.moved", "orgunit.closed"],
  11: ["orgunit.merged", "orgunit.split"],
  12: ["roster.published"],
  13: ["headcount.declared"],
  14: ["office.assumed", "office.left"],
  15: ["material.published"],
  16: ["material.allocated"],
  17: ["material.distributed"],
  18: ["material.received"],
  19: ["material.shared"],
  20: ["material.accessed"],
  21: ["material.withdrawn", "material.replaced"],
  22: ["guidance.issued"],
  23: ["study.session.held"],
  24: ["study.session.cancelled", "study.session.reformed"],
  25: ["study.selfstudy.completed"],
  26: ["quiz.published"],
  27: ["quiz.mobilised"],
  28: ["quiz.attempt.started", "quiz.attempt.submitted"],
  29: ["quiz.answer.given"],
  30: ["quiz.attempt.voided", "quiz.attempt.regraded"],
  31: ["essay.submitted", "essay.resubmitted", "essay.withdrawn"],
  32: ["essay.assigned", "essay.graded"],
  33: ["essay.shortlisted", "essay.adopted"],
  34: ["feedback.received"],
  35: ["feedback.classified", "feedback.routed"],
  36: ["feedback.answered"],
  37: ["feedback.resolved", "feedback.reopened", "feedback.rated"],
  38: ["media.item.published"],
  39: ["media.item.corrected", "media.item.removed"],
  40: ["media.metric.observed"],
  41: ["press.agreed"],
  42: ["exemplar.nominated"],
  43: ["exemplar.verified", "exemplar.approved", "exemplar.rejected"],
  44: ["exemplar.replicated"],
  45: ["commendation.awarded"],
  46: ["report.submitted"],
  47: ["report.received", "report.accepted", "report.returned"],
  48: ["report.consolidated"],
  49: ["reminder.sent"],
  50: ["restriction.declared", "restriction.lifted"],
  51: ["prize.awarded"],
  52: ["entry.corrected", "entry.voided"],
  53: ["import.completed"],
  54: ["identity.linked", "identity.unlinked"],
  55: ["consent.given", "consent.withdrawn"],
  56: ["subject.erased"],
  57: ["checkpoint.signed"],
  58: ["export.issued", "query.saved"],
  59: ["outlet.registered"],
  60: ["identity.revealed"],
  61: ["study.session.planned"],
]

@Suite struct CatalogTableTests {
  @Test func rowsDeclareExactlyTheirTypes() {
    let declared = Dictionary(grouping: EventCatalog.types, by: \.row)
    #expect(Set(declared.keys) == Set(1...61))
    for (row, names) in rows {
      #expect(Set((declared[row] ?? []).map(\.name)) == Set(names), "row \(row)")
    }
    #expect(EventCatalog.types.count == rows.values.reduce(0) { $0 + $1.count })
  }

  @Test func identifiersAreUniqueAndFound() {
    #expect(Set(EventCatalog.types.map(\.identifier)).count == EventCatalog.types.count)
    #expect(Set(EventCatalog.types.map(\.kind)).count == EventCatalog.types.count)
    for type in EventCatalog.types {
      #expect(EventCatalog.type(type.identifier) === type)
      #expect(EventCatalog.type(type.name) === type)
      #expect(EventCatalog.type(kind: type.kind) === type)
      #expect(type.identifier == type.identifier.lowercased())
      #expect(type.identifier.hasPrefix("vn.congdoan."))
      #expect(type.identifier.hasSuffix(".v\(type.version)"))
      #expect(!type.summary.isEmpty && type.summary.hasSuffix("."))
    }
    #expect(EventCatalog.type("report.submited") == nil)
  }

  @Test(arguments: EventCatalog.types)
  func fieldsAreNumberedAndNamedOnce(type: EventType) {
    check(EventType.commonFields + type.fields, at: type.name)
    #expect(type.fields.allSatisfy { $0.number > 0 })
    // The envelope's unit is `orgunit` in files, so a field `unit` is the type's own. A campaign
    // declares its own id, and a document may state its provision.
    let envelope = ["id", "source", "type", "subject", "time", "orgunit", "actor", "recorded"]
    for field in type.fields {
      #expect(!envelope.contains(field.name) || isOwn(field, type), "\(type.name).\(field.name)")
    }
  }

  /// `headcount.declared` says from where its figures come, a document what it is about, and a
  /// split which unit it divides.
  private func isOwn(_ field: FieldSpec, _ type: EventType) -> Bool {
    [
      "headcount.declared": "source", "orgunit.split": "source", "document.registered": "subject",
      "document.corrected": "subject",
    ][type.name] == field.name
  }

  private func check(_ fields: [FieldSpec], at place: String) {
    #expect(Set(fields.map(\.number)).count == fields.count, "\(place): numbers")
    #expect(Set(fields.map(\.name)).count == fields.count, "\(place): names")
    for field in fields {
      #expect(isSnakeCase(field.name), "\(place).\(field.name)")
      #expect(field.number < 100, "\(place).\(field.name): the decoder's table is dense")
      for nested in records(in: field.type) { check(nested, at: "\(place).\(field.name)") }
      for words in choices(in: field.type) {
        #expect(Set(words).count == words.count && words.allSatisfy(isSnakeCase))
      }
    }
  }

  private func isSnakeCase(_ name: String) -> Bool {
    guard let first = name.utf8.first, (97...122).contains(first) else { return false }
    return name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }

  private func records(in type: FieldType) -> [[FieldSpec]] {
    switch type {
    case .record(let fields): [fields]
    case .list(let element), .map(let element): records(in: element)
    default: []
    }
  }

  private func choices(in type: FieldType) -> [[String]] {
    switch type {
    case .choice(let words): [words]
    case .list(let element), .map(let element): choices(in: element)
    default: []
    }
  }

  @Test(arguments: EventCatalog.types)
  func rulesNameFieldsOfTheType(type: EventType) {
    for rule in type.rules {
      let names: [String] =
        switch rule {
        case .unitOpenAtTime(let names), .oneOf(let names): names
        case .intervalOrder(let start, let end): [start, end]
        default: []
        }
      for name in names { #expect(type.field(named: name) != nil, "\(type.name): \(name)") }
    }
  }
}
