import LedgerModel
import Projections
import QueryPlan
import Testing

/// Every row worked out by hand from the events of `MiniCampaign`; columns in the order of the
/// schema, common ones left out.
@Suite("Sources of a small campaign")
struct MiniCampaignTests {
  private let campaign = SourceRows(MiniCampaign().log)

  @Test(arguments: MiniCampaignTests.standing)
  func rowsThatStand(source: String, expected: String) throws {
    #expect(try campaign.lines(source).joined(separator: "\n") == expected)
  }

  @Test(arguments: MiniCampaignTests.takenBack)
  func rowsTakenBack(source: String, expected: String) throws {
    let standing = Set(try campaign.lines(source))
    let added = try campaign.lines(source, all: true).filter { !standing.contains($0) }
    #expect(added.joined(separator: "\n") == expected)
  }

  /// The district of Ea Súp and its ten communes, while the restriction held.
  @Test func restrictionsHoldForEveryPlaceInside() throws {
    let lines = try campaign.lines("restrictions")
    #expect(lines.count == 11)
    let district =
      "r1 | 646 | 646 | 16 | 07-24 00:00 | 08-10 00:00 | 07-24 00:00..08-10 00:00 | KH"
    #expect(lines.contains(district))
    #expect(lines.allSatisfy { $0.hasSuffix("| 646 | \(district.dropFirst(17))") })
  }

  /// `bao` was registered outside any campaign.
  @Test func outletsBelongToTheOnlyCampaign() throws {
    let campaigns = try campaign.rows("outlets").values.map { $0["campaign"] }
    #expect(campaigns == [.entity("kh"), .entity("kh")])
  }

  /// Nine, then eight of ten marks: what counts depends on the policy assumed.
  @Test(arguments: [
    (AttemptPolicy.first, "9/10 | yes | 15m | .first", "a1"),
    (.last, "8/10 | yes | 10m | .last", "a2"), (.best, "9/10 | yes | 15m | .best", "a1"),
    (.mean, "17/20 | yes | · | .mean", "a1 a2"),
  ])
  func assumedPolicyDecides(policy: AttemptPolicy, result: String, counted: String) throws {
    var assumptions = Assumptions()
    assumptions.attempts = policy
    let rows = SourceRows(MiniCampaign().log, assuming: assumptions)
    let line = try #require(try rows.lines("results").first { $0.contains("| p1 |") })
    #expect(line.hasSuffix(result))
    let attempts = try rows.rows("attempts").values
      .filter { $0["person"] == .entity("p1") && $0["counted"] == .bool(true) }
      .compactMap { $0["attempt"]?.text }
    #expect(attempts.sorted().joined(separator: " ") == counted)
  }

  static let standing: [(String, String)] = plan + materials + study + quiz + people + audit

  private static let plan = [
    (
      "documents",
      """
      KH | KH | 15 | KH-LĐLĐ | 15/KH-LĐLĐ | 07-09 | LĐLĐ tỉnh | Kế hoạch | · | {} | {NQ02} | .numbered | ·
      NQ02 | NQ | 02 | NQ/TW | 02-NQ/TW | 06-12 | Bộ Chính trị | y | · | {a,b} | {} | .numbered | ·
      """
    ),
    (
      "provisions",
      """
      p1 | KH | a) | II.1 | study | · | · | ·
      p2 | KH | a) | "" | report twice | p1 | 07-11 08:00 | NQ02
      """
    ),
    (
      "contents",
      """
      C2 | Nghị quyết 02 | NQ02
      C3 | Nghị quyết 68 | ·
      """
    ),
    ("readings", "A7 | none | best | {first,last} | \"\""),
    ("targets", "m1 | participation | · | 0.90 | 07-12"),
    (
      "rosters",
      """
      tld | A
      tld | tinh
      """
    ),
    ("headcounts", "A | 07-01 | 12 | 900 | · | báo cáo | ·"),
    ("reminders", "#98 | kh/O11/A | O11 | A | 1 | .phone"),
  ]

  private static let materials = [
    (
      "materials",
      "hd | Hỏi – đáp | qa | {C3} | 1 | 07-12 08:00 | tinh | · | cu | https://x/hd | ·"
    ),
    (
      "deliveries",
      """
      cu | {C2} | B | G3 | .grassroots | · | · | · | · | · | 3 | 07-30 08:00 | ·
      hd | {C3} | A | G1 | .grassroots | · | · | · | 07-17 08:00 | .link | · | 07-18 08:00 | ·
      hd | {C3} | tinh | A | .upper | 100 | 07-13 08:00 | 100 | 07-14 08:00 | .zalo | 95 | 07-15 08:00 | ướt 5 bản
      """
    ),
    (
      "views",
      """
      #28 | .opened | p2 | · | · | .other | hd | · | {C3} | .website
      #29 | .opened | p2 | · | G1 | .official | hd | · | {C3} | .zalo
      #30 | .opened | · | 0a10 | G2 | · | hd | · | {C3} | .paper
      #52/1 | .attended | p1 | · | A | .official | · | · | {C2,C3} | .online
      #52/2 | .attended | p3 | · | A | .member | · | · | {C2,C3} | .online
      #57 | .self_study | p3 | · | G1 | .member | · | · | {C2} | .self
      """
    ),
    (
      "posts",
      """
      m1 | .publication | A | · | · | no | .website | yes | .community | {C2,C3} | · | x1 | Gương sáng | · | 07-26 08:00 | · | sai tên | .corrected
      s1 | .share | A | fb-A | .union | yes | .facebook | yes | .community | {C3} | hd | · | · | https://fb/1 | · | · | · | .live
      """
    ),
    (
      "metrics",
      "#48 | m1 | A | .reach | page views v2 | 1200 | 07-27 23:59 | .manual | yes"
    ),
    (
      "outlets",
      """
      bao | Báo Đắk Lắk | · | .newspaper | .national | 07-24 09:00 | KH
      fb-A | Công đoàn A | A | .facebook | .union | · | ·
      """
    ),
  ]

  private static let study = [
    (
      "activities",
      """
      #56 | .mobilisation | G1 | .online | .online | .held | · | · | · | 24121 | no | 643 | {} | 45 | · | {} | thi | ·
      S1 | .study | A | .online | .in_person | .held | 07-23 08:00 | · | 90m | 24121 | yes | 643 | {C2,C3} | 30 | 2 | {5K} | · | dịch
      S2 | .study | G2 | .in_person | .in_person | .held | · | · | · | 643 | no | 643 | {C2} | · | 21 | {} | · | ·
      """
    ),
    (
      "studies",
      """
      #52/1 | p1 | A | .official | C3 | S1 | .attended | 90m
      #52/2 | p1 | A | .official | C2 | S1 | .attended | 90m
      #52/3 | p3 | A | .member | C3 | S1 | .attended | 90m
      #52/4 | p3 | A | .member | C2 | S1 | .attended | 90m
      #57 | p3 | G1 | .member | C2 | · | .declared | 30m
      """
    ),
  ]

  private static let quiz = [
    (
      "quizzes",
      "thi | Thi trực tuyến | 07-12 00:00..09-01 00:00 | 07-12 00:00 | 09-01 00:00 | {} | {ct-16,nq-02} | 10 | 5 | · | .best | 1"
    ),
    (
      "attempts",
      """
      a1 | thi | p1 | A | .upper | .official | .submitted | 07-26 08:00 | 07-26 08:15 | 9 | 0 | 10 | 9/10 | yes | 15m | 2 | ab | yes | yes | 1
      a2 | thi | p1 | A | .upper | .official | .submitted | · | 07-27 08:00 | 8 | 0 | 10 | 8/10 | yes | 10m | 1 | · | yes | no | 0
      a4 | thi | p2 | G1 | .grassroots | .official | .submitted | · | 09-02 08:00 | 4.5 | · | · | 45/100 | no | · | 1 | · | no | yes | 0
      """
    ),
    (
      "results",
      """
      thi | p1 | A | .upper | .official | 2 | 07-26 08:00 | 07-26 08:15 | 9/10 | yes | 15m | .best
      thi | p2 | G1 | .grassroots | .official | 1 | · | 09-02 08:00 | 45/100 | no | · | .best
      thi | p3 | G1 | .grassroots | .member | 0 | 08-01 08:00 | · | · | · | · | .best
      """
    ),
    (
      "topic_scores",
      """
      a1 | ct-16 | thi | p1 | A | 6 | 3 | yes
      a1 | nq-02 | thi | p1 | A | 4 | 4 | yes
      """
    ),
    ("answers", "a1 | q1 | nq-02 | thi | p1 | A | B | yes | 2 | yes"),
  ]

  private static let people = [
    (
      "essays",
      """
      e1 | p1 | A | .official | 08-01 08:00 | 2 | .adopted | 400 | {đổi mới} | yes | 3 | 08-05 08:00 | 7.666667 | 10 | 08-08 08:00 | 08-09 08:00 | .provincial | KH
      e2 | p1 | A | .official | 08-03 08:00 | 1 | .submitted | 0 | {} | no | 0 | · | · | · | · | · | · | ·
      """
    ),
    (
      "gradings",
      """
      e1/g1 | e1 | A | g1 | 08-04 08:00 | 08-06 08:00 | 7 | 10
      e1/g2 | e1 | A | g2 | · | 08-05 08:00 | 8 | 10
      e1/g3 | e1 | A | g3 | · | 08-07 08:00 | 8 | 10
      """
    ),
    (
      "threads",
      """
      t1 | .zalo | p3 | G1 | 68/NQ-CP | cao | 07-20 08:00 | A | 07-20 10:00 | 07-20 08:01 | 1 | 07-21 08:00 | Ban TG | 1 | · | · | 1 | 3.5 | .open
      t2 | .portal | · | · | · | · | 07-24 08:00 | · | · | · | 0 | · | · | 0 | · | · | 0 | · | .open
      """
    ),
    (
      "replies",
      """
      #82 | t1 | .auto | system:bot | · | .zalo
      #85 | t1 | .human | Ban TG | A | .zalo
      """
    ),
    (
      "exemplars",
      """
      x1 | .person | vượt khó | G1 | .female | .worker | 07-21 08:00 | 07-22 08:00 | · | 07-23 08:00 | 08-20 08:00 | 07-24 08:00 | · | 1
      x2 | .model | tổ Covid | B | · | · | · | · | · | · | · | 07-25 08:00 | · | 0
      """
    ),
    ("replications", "#38 | x2 | G3 | 0"),
    (
      "awards",
      """
      #39 | .commendation | Bằng khen | x1 | · | · | · | KH
      #69 | .prize | Giải nhất | · | A | · | thi | ·
      """
    ),
  ]

  private static let audit = [
    (
      "checkpoints",
      """
      c1 | #80 | ab12 | kiem
      c2 | #90 | cd34 | kiem
      """
    ),
    ("exports", "x | obligations | #85 | TLĐ | ff | c2"),
    ("imports", "#94 | a.csv | ee | 10 | 7 | 2 | 1"),
    (
      "personal",
      """
      p1 | text_ref | #70 | yes | · | · | · | ·
      p2 | name | #13 | no | 08-14 08:00 | contact | 08-13 08:00 | ·
      """
    ),
    (
      "accesses",
      """
      #93 | · | system:test | .export | obligations | {}
      #95 | p2 | admin | .reveal | trao giải | {name}
      """
    ),
    (
      "corrections",
      """
      .voided | #41 | .material_shared | G1 | {} | nhập nhầm | ·
      .corrected | #53 | .study_session_held | G2 | {count} | đếm lại | KH
      """
    ),
  ]

  static let takenBack = [
    ("materials", "cu | Bản cũ | leaflet | {C2} | 1 | 07-22 08:00 | A | 07-23 08:00 | · | · | ·"),
    (
      "posts",
      "m2 | .publication | · | bao | .national | no | .newspaper | no | .community | {C3} | · | · | · | · | · | 07-27 08:00 | trùng | .removed"
    ),
    (
      "activities",
      "S3 | .study | G3 | .hybrid | .hybrid | .cancelled | · | 08-02 09:00 | · | 646 | no | 646 | {C2} | · | · | {} | · | giãn cách"
    ),
    (
      "attempts",
      """
      a3 | thi | p3 | G1 | .grassroots | .member | .started | 08-01 08:00 | · | · | · | · | · | · | · | 1 | · | yes | no | 0
      a5 | thi | p3 | G1 | .grassroots | .member | .voided | · | 08-04 08:00 | 3 | 0 | 10 | 3/10 | no | · | 1 | · | yes | no | 0
      """
    ),
    (
      "essays",
      "e3 | p2 | G1 | .official | 08-03 09:00 | 1 | .withdrawn | 0 | {} | no | 0 | · | · | · | · | · | · | ·"
    ),
    ("threads", ""),
  ]
}
