import LedgerModel

/// A campaign small enough to work out every row by hand: a province, two upper unions, three
/// grassroots unions, two officials and a member, July and August 2021.
struct MiniCampaign {
  var log = TestLog()

  init() {
    plan()
    tree()
    documents()
    materials()
    exemplars()
    media()
    study()
    quiz()
    essays()
    feedback()
    audit()
    duties()
  }

  /// #1–#4
  private mutating func plan() {
    log.add(
      "campaign.created", "07-08 08:00",
      [
        "campaign": "kh", "title": "Nghị quyết mới", "owner": "tinh", "opens": "07-12",
        "closes": "08-31", "plan": "KH", "zone": "Asia/Ho_Chi_Minh",
        "levels": ["provincial", "upper", "grassroots"],
        "kinds": ["ldld-tinh": "provincial", "ldld-huyen": "upper", "cdcs": "grassroots"],
        "contents": [
          ["content": "C2", "title": "Nghị quyết 02", "document": "NQ02"],
          ["content": "C3", "title": "Nghị quyết 68"],
        ],
      ])
    log.add(
      "document.registered", "07-08 08:00",
      [
        "document": "NQ02", "code": "02-NQ/TW", "issued": "06-12", "organ_name": "Bộ Chính trị",
        "to": ["b", "a"],
      ])
    log.add(
      "document.registered", "07-08 08:00",
      [
        "document": "KH", "type_name": "KH", "organ_name": "LĐLĐ tỉnh", "subject": "Kế hoạch",
        "basis": ["NQ02"],
      ])
    log.add(
      "plan.issued", "07-08 09:00",
      [
        "document": "KH",
        "provisions": [
          ["provision": "p1", "label": "a)", "anchor": "II.1", "text": "study"],
          ["provision": "p2", "label": "a)", "text": "report", "parent": "p1"],
        ],
        "readings": [
          [
            "reading": "A7", "setting": "none", "value": "best",
            "alternatives": ["last", "first"],
          ]
        ],
      ])
  }

  /// #5–#18
  private mutating func tree() {
    for (unit, kind, level, parent, place) in [
      ("tinh", "ldld-tinh", "provincial", nil, "66"),
      ("A", "ldld-huyen", "upper", "tinh", "643"), ("B", "ldld-huyen", "upper", "tinh", "646"),
      ("G1", "cdcs", "grassroots", "A", "24121"), ("G2", "cdcs", "grassroots", "A", nil),
      ("G3", "cdcs", "grassroots", "B", nil),
    ] as [(String, String, String, String?, String?)] {
      register(unit, kind, level, parent, place)
    }
    log.add(
      "outlet.registered", "07-08 10:00",
      [
        "outlet": "fb-A", "owner": "A", "medium": "facebook", "scope": "union",
        "name": "Công đoàn A",
      ])
    log.add(
      "office.assumed", "07-08 10:00", unit: "A",
      ["office": "o1", "person": "p1", "position": "Chủ tịch", "on": "07-01"])
    log.add(
      "office.assumed", "07-08 10:00", unit: "G1",
      [
        "office": "o2", "person": "p2", "position": "Ủy viên", "on": "07-20",
        "name": .commitment([1, 2, 255]),
      ])
    log.add(
      "quiz.published", "07-08 11:00",
      [
        "quiz": "thi", "title": "Thi trực tuyến", "opens": "07-12 00:00",
        "closes": "09-01 00:00", "topics": ["nq-02", "ct-16"], "points": 10, "policy": "best",
        "pass_mark": 5, "key_version": 1,
      ])
    log.add(
      "target.set", "07-08 11:00",
      ["target": "m1", "metric": "participation", "value": "0.90", "starts": "07-12"])
    log.add("roster.published", "07-09 08:00", ["portal": "tld", "units": ["A", "B"]])
    log.add("roster.published", "07-10 08:00", ["portal": "tld", "units": ["A", "tinh"]])
    log.add(
      "document.corrected", "07-10 09:00", ["document": "NQ02", "reason": "x", "subject": "y"])
  }

  private mutating func register(
    _ unit: String, _ kind: String, _ level: String, _ parent: String?, _ place: String?
  ) {
    log.add(
      "orgunit.registered", "07-08 09:30",
      [
        "unit": .text(unit), "kind": .text(kind), "level": .text(level),
        "name": .text("Công đoàn \(unit)"), "parent": parent.map { .text($0) } ?? .null,
        "territory": place.map { .text($0) } ?? .null,
      ])
  }

  /// #19–#20
  private mutating func documents() {
    log.add(
      "document.numbered", "07-10 10:00",
      ["document": "KH", "number": "15/KH-LĐLĐ", "date": "07-09"])
    log.add(
      "plan.amended", "07-11 08:00",
      ["provision": "p2", "change": ["text": "report twice"], "document": "NQ02"])
  }

  /// #21–#31
  private mutating func materials() {
    log.add(
      "material.published", "07-12 08:00", unit: "tinh",
      [
        "material": "hd", "kind": "qa", "title": "Hỏi – đáp", "contents": ["C3"], "version": 1,
        "url": "https://x/hd",
      ])
    log.add(
      "material.allocated", "07-13 08:00", unit: "tinh",
      ["material": "hd", "to_unit": "A", "quantity": 100])
    log.add(
      "material.distributed", "07-16 08:00", unit: "tinh",
      ["material": "hd", "to_unit": "A", "medium": "paper", "quantity": 60])
    log.add(
      "material.distributed", "07-14 08:00", unit: "tinh",
      ["material": "hd", "to_unit": "A", "medium": "zalo", "quantity": 40])
    log.add(
      "material.received", "07-15 08:00", unit: "A",
      ["material": "hd", "from_unit": "tinh", "quantity": 95, "condition": "ướt 5 bản"])
    log.add(
      "material.distributed", "07-17 08:00", unit: "A",
      ["material": "hd", "to_unit": "G1", "medium": "link"])
    log.add(
      "material.received", "07-18 08:00", unit: "G1", ["material": "hd", "from_unit": "A"])
    log.add(
      "material.accessed", "07-19 08:00",
      ["material": "hd", "person": "p2", "channel": "website"])
    log.add(
      "material.accessed", "07-21 08:00", ["material": "hd", "person": "p2", "channel": "zalo"])
    log.add(
      "material.accessed", "07-21 09:00", unit: "G2",
      ["material": "hd", "session": .commitment([10, 16]), "channel": "paper"])
    log.add(
      "material.published", "07-22 08:00", unit: "A",
      ["material": "cu", "kind": "leaflet", "title": "Bản cũ", "contents": ["C2"], "version": 1])
  }

  /// #32–#39
  private mutating func exemplars() {
    log.add("material.withdrawn", "07-23 08:00", ["material": "cu", "reason": "sai"])
    log.add(
      "exemplar.nominated", "07-20 08:00", unit: "G1",
      [
        "exemplar": "x1", "kind": "person", "category": "vượt khó", "gender": "female",
        "standing": "worker",
      ])
    log.add(
      "exemplar.verified", "07-21 08:00",
      ["exemplar": "x1", "level": "upper", "by_whom": "A"])
    log.add(
      "exemplar.approved", "07-22 08:00",
      ["exemplar": "x1", "level": "provincial", "by_whom": "tinh"])
    log.add(
      "consent.given", "07-24 08:00",
      ["person": "p3", "purpose": "publication", "exemplar": "x1"])
    log.add(
      "exemplar.nominated", "07-25 08:00", unit: "B",
      ["exemplar": "x2", "kind": "model", "category": "tổ Covid", "consent": true])
    log.add("exemplar.replicated", "08-01 08:00", unit: "G3", ["model": "x2"])
    log.add(
      "commendation.awarded", "08-20 08:00",
      ["exemplar": "x1", "form": "Bằng khen", "document": "KH"])
  }

  /// #40–#49
  private mutating func media() {
    log.add(
      "material.shared", "07-22 09:00", unit: "A",
      [
        "material": "hd", "channel": "facebook", "outlet": "fb-A", "post": "s1",
        "post_ref": "https://fb/1", "audience": "community",
      ])
    log.add(
      "material.shared", "07-22 10:00", unit: "G1",
      ["material": "hd", "channel": "email", "audience": "internal"])
    log.add(
      "media.item.published", "07-23 08:00", unit: "A",
      [
        "item": "m1", "medium": "website", "audience": "community", "contents": ["C3", "C2"],
        "title": "Gương sáng", "exemplar": "x1",
      ])
    log.add(
      "outlet.registered", "07-23 09:00", campaign: nil,
      ["outlet": "bao", "medium": "newspaper", "scope": "local", "name": "Báo Đắk Lắk"])
    log.add(
      "press.agreed", "07-24 09:00", ["outlet": "bao", "scope": "national", "document": "KH"])
    log.add(
      "media.item.published", "07-25 08:00",
      [
        "item": "m2", "medium": "newspaper", "audience": "community", "contents": ["C3"],
        "outlet": "bao",
      ])
    log.add("media.item.corrected", "07-26 08:00", ["item": "m1", "reason": "sai tên"])
    log.add("media.item.removed", "07-27 08:00", ["item": "m2", "reason": "trùng"])
    log.add(
      "media.metric.observed", "07-28 08:00",
      [
        "item": "m1", "metric": "reach", "definition": "page views v2", "value": 1200,
        "as_of": "07-27 23:59", "method": "manual",
      ])
    log.add(
      "material.replaced", "07-28 09:00", ["material": "hd", "by": "cu"])
  }
}
