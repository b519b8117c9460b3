/// How each type of event is told, one sentence a type: the only place with these words. Names and
/// values come from the event, what it changed from the rules that answer questions.
package enum EventSentences {
  /// The sentence of a type; none only for a type that somebody forgot, which a test finds.
  package static func template(of type: EventType) -> SentenceTemplate? { templates[type.name] }

  private static let templates: [String: SentenceTemplate] = texts.compactMapValues {
    SentenceTemplate($0)
  }

  /// By the bare name of the type.
  package static let texts: [String: String] =
    campaign.merging(tree, uniquingKeysWith: first).merging(materials, uniquingKeysWith: first)
    .merging(study, uniquingKeysWith: first).merging(opinions, uniquingKeysWith: first)
    .merging(publicity, uniquingKeysWith: first).merging(reports, uniquingKeysWith: first)
    .merging(audit, uniquingKeysWith: first)

  private static func first(_ one: String, _ other: String) -> String { one }

  private static let campaign = [
    "campaign.created":
      "campaign {campaign} began: {title:quoted}, from {opens} to {closes}, owned by {owner:unit}",
    "document.registered":
      "document {document} was registered[, number {code}] of {organ_name}[, issued {issued}]"
      + "[: {subject}]",
    "document.numbered": "document {document} got the number {number} of {date}",
    "document.recalled": "document {document} was recalled: {reason}",
    "document.corrected":
      "document {document} was put right[, number {number}][, date {date}]: {reason}",
    "plan.issued":
      "the plan {document} came into force (provisions: {provisions:count}"
      + "[, open readings: {readings:count}])",
    "plan.amended": "the plan was amended by {document}[ at provision {provision}]",
    "duty.declared":
      "duty {duty} was declared, {title:quoted}: {holder}[ × {each}], until {window_end}"
      + "[, due {boundary} {due}][ {due_time}]",
    "duty.extended":
      "duty {duty} was extended to {new_due}[ {new_due_time}][ for {unit}][ for person {person}]"
      + "[, target {target}][, part {part}]: {reason}",
    "duty.waived":
      "duty {duty} was waived[ for {unit}][ for person {person}][, target {target}]"
      + "[, part {part}]: {reason}",
    "target.set":
      "target {target} was set: {metric} {value}[ for {unit}][, from {starts}]",
  ]

  private static let tree = [
    "orgunit.registered":
      "unit {unit:unit} entered the tree as {kind}, level {level}[, under {parent}]"
      + "[, opened {opened}]",
    "orgunit.renamed": "{orgunit} was renamed {new} from {on}[, formerly {old}]",
    "orgunit.moved": "{orgunit} went under {parent} from {on}",
    "orgunit.closed": "{orgunit} closed; {on} is the first day without it[: {reason}]",
    "orgunit.merged": "{sources} became {target:unit} from {on}",
    "orgunit.split": "{source} was split into {targets:unit} from {on}",
    "roster.published": "portal {portal} published a roster (units: {units:count})",
    "headcount.declared":
      "{orgunit} declared for {as_of}:[ {officials} officials][ {members} members]"
      + "[ {workers} workers] (source: {source})",
    "office.assumed":
      "person {person} took the office {position:quoted} at {orgunit} from {on}",
    "office.left":
      "the office {office} at {orgunit} ended[ for person {person}]; {on} is the first day not held",
  ]

  private static let materials = [
    "material.published": "{who} published the material {title:quoted} ({material}, {kind}, "
      + "version {version})",
    "material.allocated": "{who} set {quantity} copies of {material} aside for {to_unit}",
    "material.distributed":
      "{who} passed {material} on to {to_unit} by {medium}[, {quantity} copies]",
    "material.received":
      "{who} confirmed {material} from {from_unit}[, {quantity} copies][, condition {condition}]",
    "material.shared":
      "{who} shared {material} over {channel}[ on {outlet}] with the {audience} public",
    "material.accessed": "{material} was opened over {channel}[ by person {person}]",
    "material.withdrawn": "material {material} was withdrawn: {reason}",
    "material.replaced": "material {material} gave way to {by}[: {reason}]",
    "guidance.issued": "{who} issued guidance[ on the exam {quiz}]",
  ]

  private static let study = [
    "study.session.planned":
      "{who} announced study session {session} on {contents}, {form}[, {planned} people expected]"
      + "[, on {start}]",
    "study.session.held":
      "{who} held study session {session} on {contents}, {form}[, {attendees:count} attended]"
      + "[, {count} heads][, {length}]",
    "study.session.cancelled": "{who} cancelled study session {session}: {reason}",
    "study.session.reformed":
      "{who} changed study session {session} from {from_form} to {to_form}[: {reason}]",
    "study.selfstudy.completed": "person {person} studied {content} alone, {method}[, {length}]",
    "quiz.published":
      "{who} opened the exam {title:quoted} ({quiz}) from {opens} until {closes}, {points} points, "
      + "the {policy} attempt counts",
    "quiz.mobilised": "{who} called for the exam {quiz} over {channel}[, {invited} invited]",
    "quiz.attempt.started": "person {person} started attempt {attempt} of the exam {quiz}",
    "quiz.attempt.submitted":
      "person {person} handed in attempt {attempt} of the exam {quiz}[, {raw} points]"
      + "[ of {max}][, in {duration}]",
    "quiz.answer.given": "question {question} of attempt {attempt} was answered",
    "quiz.attempt.voided": "attempt {attempt} was declared void: {reason}",
    "quiz.attempt.regraded":
      "attempt {attempt} was marked again with key {key_version}: {new_raw} points",
    "prize.awarded":
      "the prize {prize:quoted} of the exam {quiz} was awarded[ to {unit}][ to person {person}]",
    "essay.submitted": "person {person} handed in essay {essay}[, {words} words]",
    "essay.resubmitted": "person {person} handed in a new version of essay {essay}"
      + "[, {words} words]",
    "essay.withdrawn": "essay {essay} was withdrawn[: {reason}]",
    "essay.assigned": "essay {essay} went to grader {grader}",
    "essay.graded": "grader {grader} gave essay {essay} {points} points[ of {max}]",
    "essay.shortlisted": "essay {essay} was put forward at level {level}",
    "essay.adopted": "the idea of essay {essay} was taken up at level {level}",
  ]

  private static let opinions = [
    "feedback.received":
      "an opinion came in by {channel}, thread {thread}[, on {topic}][, from person {person}]",
    "feedback.classified": "thread {thread} is about {topic}[, urgency {urgency}]",
    "feedback.routed": "thread {thread} went to {to_unit}",
    "feedback.answered": "{by_whom:unit} answered thread {thread} by {channel} ({kind})",
    "feedback.resolved": "thread {thread} was settled: {outcome}",
    "feedback.reopened": "thread {thread} was opened again: {reason}",
    "feedback.rated": "the answer in thread {thread} was rated {score}",
    "exemplar.nominated":
      "{who} nominated {kind} {exemplar} for {category}[, person {person}]",
    "exemplar.verified": "exemplar {exemplar} was verified at level {level} by {by_whom:unit}"
      + "[: {reason}]",
    "exemplar.approved": "exemplar {exemplar} was approved at level {level} by {by_whom:unit}"
      + "[: {reason}]",
    "exemplar.rejected": "exemplar {exemplar} was refused at level {level} by {by_whom:unit}"
      + "[: {reason}]",
    "exemplar.replicated": "{who} took up the model {model}",
    "commendation.awarded":
      "the commendation {form:quoted} was awarded[ to {unit}][ to person {person}]"
      + "[ for exemplar {exemplar}]",
  ]

  private static let publicity = [
    "media.item.published":
      "{who} published {item}[, {title:quoted},] in {medium} for the {audience} public"
      + "[, on {outlet}]",
    "media.item.corrected": "publication {item} was put right: {reason}",
    "media.item.removed": "publication {item} was taken down: {reason}",
    "media.metric.observed":
      "publication {item} had {value} {metric} at {as_of} ({method}, {definition})",
    "press.agreed": "outlet {outlet} agreed to carry the campaign, {scope}",
    "outlet.registered":
      "outlet {outlet} was registered: {name:quoted}, {medium}, {scope}[, of {owner}]",
    "restriction.declared":
      "restriction {restriction}, level {level}, began in territory {territory} at {starts}"
      + "[, until {ends}]",
    "restriction.lifted": "restriction {restriction} ended at {lifted}",
  ]

  private static let reports = [
    "report.submitted": "{who} filed the report[ of duty {duty}], version {version}",
    "report.received": "report {report}, version {version}, was received[ at {received}]",
    "report.accepted": "report {report}, version {version}, was accepted",
    "report.returned": "report {report}, version {version}, was sent back: {reason}",
    "report.consolidated":
      "{who} put report {report} together (units: {sources:count}[, missing: {missing:count}]"
      + "[, figures as of {as_of_seq}])",
    "reminder.sent":
      "{unit} was reminded[ of duty {duty}] by {channel}, step {step}",
  ]

  private static let audit = [
    "entry.corrected": "entry[ {target}] was corrected: {reason}",
    "entry.voided": "entry[ {target}] was struck out: {reason}",
    "import.completed":
      "file {file} was read: {rows} rows, {accepted} accepted, {duplicates} duplicates, "
      + "{rejected} refused",
    "identity.linked": "{persons} are one person, {person}: {basis}",
    "identity.unlinked": "{persons} are not the person {person}: {basis}",
    "consent.given": "person {person} agreed to {purpose}[, exemplar {exemplar}]",
    "consent.withdrawn": "person {person} took the agreement to {purpose} back"
      + "[, exemplar {exemplar}]",
    "subject.erased":
      "the data of person {person} was erased on request {request}: {keys_destroyed} keys, "
      + "fields {fields}",
    "checkpoint.signed": "{signer} signed the log at {position}, checkpoint {checkpoint}",
    "export.issued":
      "{scope} as of {as_of_seq} left the ledger for {recipient}, export {export}",
    "query.saved": "the query {name:quoted} was saved",
    "identity.revealed":
      "{by_whom} looked at {fields}[ of person {person}] for {purpose}",
  ]
}
