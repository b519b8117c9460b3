import Catalog
import LedgerModel
import TestSupport

/// A seeded history of a tiny campaign: few units, persons and things, so that events meet often;
/// entries are voided, revived and corrected on the way, and paper comes in late.
struct RandomHistory {
  private(set) var log = TestLog()
  private var random: SeededGenerator
  private let units = ["tinh", "A", "B", "G1", "G2", "G3"]
  private let persons = ["p1", "p2", "p3", "p4"]
  /// How often each kind of thing was declared; its ids are a prefix and a number.
  private var declared: [String: Int] = [:]

  /// Share of voids and corrections; none for one event of thirteen.
  private let amendedPercent: UInt64?

  init(seed: UInt64, count: Int, amendedPercent: UInt64? = nil) {
    self.amendedPercent = amendedPercent
    random = SeededGenerator(seed: seed)
    setUp()
    while log.events.count < count { step() }
  }

  private mutating func setUp() {
    let readings = ["first", "last", "best"]
    log.add(
      "campaign.created", "07-01 08:00",
      [
        "campaign": "kh", "title": "x", "owner": "tinh", "opens": "07-01", "closes": "08-31",
        "plan": "KH", "zone": "Asia/Ho_Chi_Minh", "levels": ["provincial", "upper", "grassroots"],
        "kinds": ["k0": "provincial", "k1": "upper", "k2": "grassroots"],
      ])
    for (unit, kind, level, parent, place) in [
      ("tinh", "k0", "provincial", nil, "66"), ("A", "k1", "upper", "tinh", "643"),
      ("B", "k1", "upper", "tinh", "646"), ("G1", "k2", "grassroots", "A", "24121"),
      ("G2", "k2", "grassroots", "A", nil), ("G3", "k2", "grassroots", "B", nil),
    ] as [(String, String, String, String?, String?)] {
      var data = KeyValuePairs<String, FieldValue>()
      data = [
        "unit": .text(unit), "kind": .text(kind), "level": .text(level), "name": .text(unit),
        "parent": parent.map { .text($0) } ?? .null,
        "territory": place.map { .text($0) } ?? .null,
      ]
      log.add("orgunit.registered", "07-01 08:00", data)
    }
    log.add(
      "plan.issued", "07-01 09:00",
      [
        "document": "KH", "provisions": [],
        "readings": [
          ["reading": "A7", "setting": "none", "value": .text(pick(readings))]
        ],
      ])
    for quiz in ["q1", "q2"] { publish(quiz) }
    log.add(
      "outlet.registered", "07-01 10:00",
      ["outlet": "fb", "owner": "A", "medium": "facebook", "scope": "union", "name": "fb"])
    log.add(
      "outlet.registered", "07-01 10:00",
      ["outlet": "bao", "medium": "newspaper", "scope": "local", "name": "bao"])
  }

  private mutating func publish(_ quiz: String) {
    log.add(
      "quiz.published", "07-01 11:00",
      [
        "quiz": .text(quiz), "title": "x", "opens": "07-10 00:00", "closes": "08-20 00:00",
        "points": 10, "policy": .text(pick(["first", "best", "last", "mean"])),
        "pass_mark": flip() ? 5 : .null, "key_version": 1,
      ])
  }

  private mutating func step() {
    if let amendedPercent, random.next() % 100 < amendedPercent {
      amend()
      return
    }
    switch random.next() % 13 {
    case 0: material()
    case 1: view()
    case 2: post()
    case 3: session()
    case 4, 5: attempt()
    case 6: answer()
    case 7: essay()
    case 8: thread()
    case 9: exemplar()
    case 10: office()
    case 11: restriction()
    default: amend()
    }
  }
}

extension RandomHistory {
  fileprivate mutating func pick<T>(_ items: [T]) -> T {
    items[Int(random.next() % UInt64(items.count))]
  }

  fileprivate mutating func flip() -> Bool { random.next() % 2 == 0 }

  /// A new id of that prefix, or one declared before.
  fileprivate mutating func new(_ prefix: String) -> FieldValue {
    declared[prefix, default: 0] += 1
    return .text("\(prefix)\(declared[prefix] ?? 0)")
  }

  fileprivate mutating func known(_ prefix: String) -> FieldValue {
    let count = declared[prefix] ?? 0
    guard count > 0 else { return new(prefix) }
    return .text("\(prefix)\(1 + Int(random.next() % UInt64(count)))")
  }

  fileprivate mutating func time() -> String {
    let month = flip() ? "07" : "08"
    let day = 1 + Int(random.next() % 28)
    let hour = Int(random.next() % 24)
    let minute = Int(random.next() % 60)
    return [month, "-", two(day), " ", two(hour), ":", two(minute)].joined()
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  fileprivate mutating func person() -> FieldValue { .text(pick(persons)) }
  fileprivate mutating func unit() -> String { pick(units) }
  fileprivate mutating func maybeUnit() -> String? { flip() ? pick(units) : nil }
  fileprivate mutating func small(_ bound: UInt64) -> FieldValue {
    .integer(Int64(random.next() % bound))
  }

  fileprivate mutating func contents() -> FieldValue { flip() ? ["C2"] : ["C3", "C2"] }

  fileprivate mutating func material() {
    switch random.next() % 7 {
    case 0:
      log.add(
        "material.published", time(), unit: unit(),
        [
          "material": new("m"), "kind": "qa", "title": "x", "contents": contents(), "version": 1,
        ])
    case 1:
      log.add(
        "material.allocated", time(), unit: unit(),
        ["material": known("m"), "to_unit": .text(unit()), "quantity": small(50)])
    case 2, 3:
      log.add(
        "material.distributed", time(), unit: unit(),
        [
          "material": known("m"), "to_unit": .text(unit()),
          "medium": .text(pick(["paper", "zalo"])), "quantity": flip() ? small(50) : .null,
        ])
    case 4, 5:
      log.add(
        "material.received", time(), unit: unit(),
        ["material": known("m"), "from_unit": .text(unit()), "quantity": small(50)])
    default:
      let isWithdrawn = flip()
      log.add(
        isWithdrawn ? "material.withdrawn" : "material.replaced", time(),
        isWithdrawn
          ? ["material": known("m"), "reason": "x"]
          : ["material": known("m"), "by": known("m")])
    }
  }

  fileprivate mutating func view() {
    log.add(
      "material.accessed", time(), unit: maybeUnit(),
      [
        "material": known("m"), "person": person(),
        "channel": .text(pick(["website", "zalo", "paper"])),
      ])
  }

  fileprivate mutating func post() {
    switch random.next() % 6 {
    case 0:
      log.add(
        "material.shared", time(), unit: unit(),
        [
          "material": known("m"), "channel": .text(pick(["facebook", "email"])),
          "outlet": flip() ? "fb" : .null, "audience": "internal",
        ])
    case 1, 2:
      log.add(
        "media.item.published", time(), unit: maybeUnit(),
        [
          "item": new("i"), "medium": .text(pick(["website", "newspaper"])),
          "audience": "community", "outlet": flip() ? "bao" : .null, "contents": contents(),
          "exemplar": flip() ? known("x") : .null,
        ])
    case 3: log.add("media.item.corrected", time(), ["item": known("i"), "reason": "x"])
    case 4: log.add("media.item.removed", time(), ["item": known("i"), "reason": "y"])
    default:
      log.add(
        "media.metric.observed", time(),
        [
          "item": known("i"), "metric": "reach", "definition": "v1", "value": small(1000),
          "as_of": .text(time()), "method": "api",
        ])
    }
  }

  fileprivate mutating func session() {
    switch random.next() % 6 {
    case 0:
      log.add(
        "study.session.planned", time(), unit: unit(),
        [
          "session": new("s"), "contents": contents(), "form": "in_person", "planned": small(40),
          "place": flip() ? "24121" : .null,
        ])
    case 1, 2:
      log.add(
        "study.session.held", time(), unit: unit(),
        [
          "session": flip() ? new("s") : known("s"), "contents": contents(),
          "form": .text(pick(["in_person", "online"])), "attendees": [person()],
          "length": "60m",
        ])
    case 3:
      log.add(
        "study.session.cancelled", time(), unit: unit(), ["session": known("s"), "reason": "x"])
    case 4:
      log.add(
        "study.session.reformed", time(), unit: unit(),
        ["session": known("s"), "from_form": "in_person", "to_form": "online"])
    default:
      log.add(
        "study.selfstudy.completed", time(), unit: maybeUnit(),
        ["person": person(), "content": "C2", "method": "tracked"])
    }
  }

  fileprivate mutating func attempt() {
    let quiz = FieldValue.text(pick(["q1", "q2"]))
    switch random.next() % 6 {
    case 0:
      log.add(
        "quiz.attempt.started", time(), unit: maybeUnit(),
        ["attempt": new("a"), "quiz": quiz, "person": person()])
    case 1, 2, 3:
      log.add(
        "quiz.attempt.submitted", time(), unit: maybeUnit(),
        [
          "attempt": new("a"), "quiz": quiz, "person": person(),
          "raw": random.next() % 5 == 0 ? .null : small(11), "min": 0, "max": 10,
          "per_topic": [["topic": "t1", "asked": 4, "correct": small(5)]],
          "duration": "10m",
        ])
    case 4: log.add("quiz.attempt.voided", time(), ["attempt": known("a"), "reason": "x"])
    default:
      log.add(
        "quiz.attempt.regraded", time(),
        ["attempt": known("a"), "key_version": 2, "new_raw": small(11)])
    }
  }

  fileprivate mutating func answer() {
    log.add(
      "quiz.answer.given", time(),
      [
        "attempt": known("a"), "question": .text(pick(["k1", "k2"])), "response": "B",
        "correct": .bool(flip()), "key_version": flip() ? 2 : .null,
      ])
  }

  fileprivate mutating func essay() {
    switch random.next() % 7 {
    case 0, 1:
      log.add(
        "essay.submitted", time(), unit: maybeUnit(),
        ["essay": new("e"), "person": person(), "words": small(400), "topics": ["x"]])
    case 2: log.add("essay.withdrawn", time(), ["essay": known("e")])
    case 3: log.add("essay.assigned", time(), ["essay": known("e"), "grader": "g1"])
    case 4, 5:
      log.add(
        "essay.graded", time(),
        [
          "essay": known("e"), "grader": .text(pick(["g1", "g2"])),
          "points": .decimal(ExactDecimal(mantissa: Int64(random.next() % 11))), "max": 10,
        ])
    default: log.add("essay.adopted", time(), ["essay": known("e"), "level": "upper"])
    }
  }

  fileprivate mutating func thread() {
    switch random.next() % 7 {
    case 0, 1:
      log.add(
        "feedback.received", time(), unit: maybeUnit(),
        ["thread": new("t"), "channel": .text(pick(["zalo", "portal"])), "person": person()])
    case 2: log.add("feedback.classified", time(), ["thread": known("t"), "topic": "lương"])
    case 3, 4:
      log.add(
        "feedback.answered", time(),
        [
          "thread": known("t"), "kind": .text(pick(["auto", "human"])), "by_whom": "x",
          "channel": "zalo",
        ])
    case 5: log.add("feedback.resolved", time(), ["thread": known("t"), "outcome": "x"])
    default: log.add("feedback.reopened", time(), ["thread": known("t"), "reason": "x"])
    }
  }

  fileprivate mutating func exemplar() {
    switch random.next() % 6 {
    case 0, 1:
      log.add(
        "exemplar.nominated", time(), unit: unit(),
        ["exemplar": new("x"), "kind": .text(pick(["person", "model"])), "category": "c"])
    case 2:
      log.add(
        pick(["exemplar.verified", "exemplar.approved"]), time(),
        ["exemplar": known("x"), "level": "upper", "by_whom": "A"])
    case 3: log.add("exemplar.replicated", time(), unit: unit(), ["model": known("x")])
    case 4:
      log.add(
        pick(["consent.given", "consent.withdrawn"]), time(),
        ["person": person(), "purpose": "publication", "exemplar": known("x")])
    default: log.add("commendation.awarded", time(), ["exemplar": known("x"), "form": "x"])
    }
  }

  fileprivate mutating func office() {
    if random.next() % 3 < 2 {
      log.add(
        "office.assumed", time(), unit: unit(),
        [
          "office": new("o"), "person": person(), "position": "x",
          "on": .text(String(time().prefix(5))),
        ])
    } else {
      log.add(
        "office.left", time(), unit: unit(),
        ["office": known("o"), "on": .text(String(time().prefix(5)))])
    }
  }

  fileprivate mutating func restriction() {
    switch random.next() % 4 {
    case 0, 1:
      log.add(
        "restriction.declared", time(),
        [
          "restriction": new("r"), "territory": .text(pick(["646", "24121"])), "level": "16",
          "starts": .text("07-\(10 + random.next() % 20) 00:00"),
        ])
    case 2:
      log.add(
        "restriction.lifted", time(),
        ["restriction": known("r"), "lifted": .text("08-\(10 + random.next() % 20) 00:00")])
    default:
      let unit = unit()
      log.add(
        "reminder.sent", time(), obligation: "kh/O11/\(unit)",
        ["unit": .text(unit), "step": 1, "channel": "zalo"])
    }
  }

  /// Voids or corrects something after the set-up, amendments too.
  fileprivate mutating func amend() {
    let last = log.events.count
    guard last > 15 else { return }
    let target = 13 + Int(random.next() % UInt64(last - 13))
    if flip() {
      log.add("entry.voided", time(), ["target": .integer(Int64(target + 1)), "reason": "x"])
      return
    }
    let name = log.events[target].event.type.name
    let unit = FieldValue.text(unit())
    let patch: FieldValue =
      switch name {
      case "entry.voided", "entry.corrected": ["reason": "y"]
      case "material.received", "material.distributed": flip() ? ["quantity": 7] : ["orgunit": unit]
      case "quiz.attempt.submitted": flip() ? ["raw": 7] : ["person": person()]
      case "feedback.answered": ["kind": "human"]
      case "essay.submitted": ["person": person()]
      default: ["time": .text("2021-08-0\(1 + random.next() % 9)T09:00:00+07:00")]
      }
    log.add(
      "entry.corrected", time(),
      ["target": .integer(Int64(target + 1)), "patch": patch, "reason": "x"])
  }
}
