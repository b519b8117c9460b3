import LedgerModel

/// What people did in the small campaign: sessions, exams, essays, opinions, and the audit.
extension MiniCampaign {
  /// #50–#58
  mutating func study() {
    log.add(
      "study.session.planned", "07-20 08:00", unit: "A",
      [
        "session": "S1", "contents": ["C2"], "form": "in_person", "planned": 30,
        "start": "07-25 08:00", "place": "24121",
      ])
    log.add(
      "study.session.reformed", "07-23 08:00", unit: "A",
      ["session": "S1", "from_form": "in_person", "to_form": "online", "reason": "dịch"])
    log.add(
      "study.session.held", "07-25 08:00", unit: "A",
      [
        "session": "S1", "contents": ["C3", "C2"], "form": "online", "attendees": ["p1", "p3"],
        "length": "90m", "measures": ["5K"],
      ])
    log.add(
      "study.session.held", "08-02 08:00", unit: "G2",
      ["session": "S2", "contents": ["C2"], "form": "in_person", "count": 12])
    log.add(
      "study.session.planned", "08-01 08:00", unit: "G3",
      ["session": "S3", "contents": ["C2"], "form": "hybrid"])
    log.add(
      "study.session.cancelled", "08-02 09:00", unit: "G3",
      ["session": "S3", "reason": "giãn cách"])
    log.add(
      "quiz.mobilised", "07-20 08:00", unit: "G1",
      ["quiz": "thi", "channel": "zalo", "invited": 45])
    log.add(
      "study.selfstudy.completed", "08-03 08:00", unit: "G1",
      ["person": "p3", "content": "C2", "length": "30m", "method": "declared"])
    log.add(
      "restriction.declared", "07-23 10:00",
      [
        "restriction": "r1", "territory": "646", "level": "16", "starts": "07-24 00:00",
        "document": "KH",
      ])
  }

  /// #59–#69
  mutating func quiz() {
    log.add(
      "quiz.attempt.started", "07-26 08:00", unit: "A",
      ["attempt": "a1", "quiz": "thi", "person": "p1", "device": .commitment([171])])
    log.add(
      "quiz.attempt.submitted", "07-26 08:15", unit: "A",
      [
        "attempt": "a1", "quiz": "thi", "person": "p1", "raw": 4, "min": 0, "max": 10,
        "per_topic": [
          ["topic": "nq-02", "asked": 4, "correct": 1],
          ["topic": "ct-16", "asked": 6, "correct": 3],
        ], "key_version": 1,
      ])
    log.add(
      "quiz.answer.given", "07-26 08:05",
      [
        "attempt": "a1", "question": "q1", "topic": "nq-02", "response": "B", "correct": false,
        "key_version": 1,
      ])
    log.add(
      "quiz.attempt.submitted", "07-27 08:00", unit: "A",
      [
        "attempt": "a2", "quiz": "thi", "person": "p1", "raw": 8, "min": 0, "max": 10,
        "duration": "10m", "key_version": 1,
      ])
    log.add(
      "quiz.attempt.started", "08-01 08:00", unit: "G1",
      ["attempt": "a3", "quiz": "thi", "person": "p3"])
    log.add(
      "quiz.attempt.submitted", "09-02 08:00",
      ["attempt": "a4", "quiz": "thi", "person": "p2", "raw": "4.5"])
    log.add(
      "quiz.attempt.submitted", "08-04 08:00", unit: "G1",
      ["attempt": "a5", "quiz": "thi", "person": "p3", "raw": 3, "min": 0, "max": 10])
    log.add("quiz.attempt.voided", "08-05 08:00", ["attempt": "a5", "reason": "thi hộ"])
    log.add(
      "quiz.attempt.regraded", "08-06 08:00",
      [
        "attempt": "a1", "key_version": 2, "new_raw": 9,
        "per_topic": [["topic": "nq-02", "asked": 4, "correct": 4]],
      ])
    log.add(
      "quiz.answer.given", "08-06 08:00",
      [
        "attempt": "a1", "question": "q1", "topic": "nq-02", "response": "B", "correct": true,
        "key_version": 2,
      ])
    log.add(
      "prize.awarded", "08-30 08:00",
      ["quiz": "thi", "unit": "A", "prize": "Giải nhất"])
  }

  /// #70–#80
  mutating func essays() {
    log.add(
      "essay.submitted", "08-01 08:00", unit: "A",
      [
        "essay": "e1", "person": "p1", "words": 300, "topics": ["đổi mới"],
        "text_ref": .commitment([9]),
      ])
    log.add(
      "essay.resubmitted", "08-02 08:00", unit: "A",
      ["essay": "e1", "person": "p1", "words": 400])
    log.add("essay.submitted", "08-03 08:00", ["essay": "e2", "person": "p1"])
    log.add("essay.assigned", "08-04 08:00", ["essay": "e1", "grader": "g1"])
    log.add(
      "essay.graded", "08-06 08:00", ["essay": "e1", "grader": "g1", "points": 7, "max": 10])
    log.add(
      "essay.graded", "08-05 08:00", ["essay": "e1", "grader": "g2", "points": 8, "max": 10])
    log.add(
      "essay.graded", "08-07 08:00", ["essay": "e1", "grader": "g3", "points": 8, "max": 10])
    log.add("essay.shortlisted", "08-08 08:00", ["essay": "e1", "level": "upper"])
    log.add(
      "essay.adopted", "08-09 08:00",
      ["essay": "e1", "level": "provincial", "document": "KH"])
    log.add("essay.submitted", "08-03 09:00", ["essay": "e3", "person": "p2"])
    log.add("essay.withdrawn", "08-10 08:00", ["essay": "e3"])
  }

  /// #81–#90
  mutating func feedback() {
    log.add(
      "feedback.received", "07-20 08:00", unit: "G1",
      ["thread": "t1", "channel": "zalo", "person": "p3", "topic": "khác"])
    log.add(
      "feedback.answered", "07-20 08:01",
      ["thread": "t1", "kind": "auto", "by_whom": "system:bot", "channel": "zalo"])
    log.add(
      "feedback.classified", "07-20 09:00",
      ["thread": "t1", "topic": "68/NQ-CP", "urgency": "cao"])
    log.add("feedback.routed", "07-20 10:00", ["thread": "t1", "to_unit": "A"])
    log.add(
      "feedback.answered", "07-21 08:00", unit: "A",
      ["thread": "t1", "kind": "human", "by_whom": "Ban TG", "channel": "zalo"])
    log.add("feedback.resolved", "07-22 08:00", ["thread": "t1", "outcome": "được hỗ trợ"])
    log.add("feedback.reopened", "07-23 08:00", ["thread": "t1", "reason": "chưa nhận"])
    log.add("feedback.received", "07-24 08:00", ["thread": "t2", "channel": "portal"])
    log.add("feedback.rated", "07-25 08:00", ["thread": "t1", "score": "3.5"])
    log.add("restriction.lifted", "08-09 10:00", ["restriction": "r1", "lifted": "08-10 00:00"])
  }

  /// #91–#102
  mutating func audit() {
    log.add(
      "checkpoint.signed", "08-10 08:00", campaign: nil,
      ["checkpoint": "c1", "position": 80, "root": "ab12", "signer": "kiem"])
    log.add(
      "checkpoint.signed", "08-10 09:00", campaign: nil,
      ["checkpoint": "c2", "position": 90, "root": "cd34", "signer": "kiem"])
    log.add(
      "export.issued", "08-10 10:00",
      [
        "export": "x", "scope": "obligations", "as_of_seq": 85, "recipient": "TLĐ",
        "sha256": "ff",
      ])
    log.add(
      "import.completed", "08-11 08:00", campaign: nil,
      [
        "file": "a.csv", "sha256": "ee", "rows": 10, "accepted": 7, "duplicates": 2,
        "rejected": 1,
      ])
    log.add(
      "identity.revealed", "08-12 08:00", campaign: nil,
      ["person": "p2", "fields": ["name"], "by_whom": "admin", "purpose": "trao giải"])
    log.add("consent.given", "08-13 08:00", ["person": "p2", "purpose": "contact"])
    log.add(
      "subject.erased", "08-14 08:00",
      ["person": "p2", "request": "r", "keys_destroyed": 1, "fields": ["name"]])
    log.add(
      "reminder.sent", "08-04 08:00", obligation: "kh/O11/A",
      ["unit": "A", "step": 1, "channel": "phone"])
    log.add("entry.voided", "08-15 08:00", actor: "auditor", ["target": 41, "reason": "nhập nhầm"])
    log.add(
      "entry.corrected", "08-16 08:00", actor: "auditor",
      ["target": 53, "patch": ["count": 21], "reason": "đếm lại", "document": "KH"])
    log.add(
      "material.received", "07-30 08:00", recorded: "08-17 08:00", unit: "G3",
      ["material": "cu", "from_unit": "B", "quantity": 3])
    log.add(
      "headcount.declared", "08-18 08:00", unit: "A",
      ["as_of": "07-01", "officials": 12, "members": 900, "source": "báo cáo"])
  }

  /// #103–#106, for the sources that have tests of their own.
  mutating func duties() {
    log.add(
      "duty.declared", "07-08 12:00", recorded: "08-19 08:00",
      [
        "duty": "O11", "title": "Báo cáo", "kind": "report", "provision": "p2",
        "origin": "stated", "holder": "units | at level upper", "met_by": ["report.submitted"],
        "to": "parent", "opens": "07-12", "window_end": "08-31", "due": "08-05",
        "boundary": "before", "grace": "0wd", "cardinality": "each", "judged": true,
      ])
    log.add(
      "report.submitted", "08-03 08:00", recorded: "08-20 08:00", unit: "A",
      obligation: "kh/O11/A",
      [
        "report": "r-A", "version": 1, "to_unit": "tinh", "covers_from": "07-12",
        "covers_to": "07-31", "figures": ["people": ["value": 12]],
      ])
    log.add(
      "duty.waived", "08-21 08:00",
      ["duty": "O11", "unit": "B", "reason": "dịch", "document": "KH"])
    log.add(
      "duty.extended", "08-22 08:00",
      ["duty": "O11", "unit": "A", "new_due": "08-12", "reason": "dịch", "document": "KH"])
  }
}
