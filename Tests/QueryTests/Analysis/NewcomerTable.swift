import Testing

/// A line of what newcomers type: the text, what must be said, and what they can write instead.
struct NewcomerRow: Sendable, CustomTestStringConvertible {
  /// Number in the list; rows with several texts repeat it.
  let number: Int
  let text: String
  let code: String
  /// What the carets underline.
  let underlined: String
  /// Occurs in the message, the remedy or the notes.
  let says: [String]
  /// Whole questions as the remedy has them, which must be free of errors.
  let mended: [String]

  init(
    _ number: Int, _ text: String, _ code: String, at underlined: String, says: [String],
    mended: [String]
  ) {
    self.number = number
    self.text = text
    self.code = code
    self.underlined = underlined
    self.says = says
    self.mended = mended
  }

  var testDescription: String { "\(number) \(text)" }
}

extension NewcomerRow {
  static let all = stages + comparisons + names + counts + words

  private static let stages = [
    NewcomerRow(
      1, #"obligations missing "report""#, "K001", at: "missing",
      says: ["begins with \"|\"", "| missing"], mended: [#"obligations | missing "report""#]),
    NewcomerRow(
      2, "SELECT unit FROM obligations", "K010", at: "SELECT",
      says: ["`obligations | select unit`"], mended: ["obligations | select unit"]),
    NewcomerRow(
      12, "reports | missing", "K120", at: "missing",
      says: ["reports holds what came in", #"`obligations | missing "report"`"#],
      mended: [#"obligations | missing "report""#]),
    NewcomerRow(
      18, "units | summarize count(*)", "K330", at: "count(*)", says: ["`n = count()`"],
      mended: ["units | summarize n = count()"]),
    NewcomerRow(
      18, "units | summarize n = count(unit)", "K330", at: "count(unit)",
      says: [
        "`n = count()` counts rows", "`n = distinct(unit)`",
        "`n = count(where unit is not none)`",
      ],
      mended: [
        "units | summarize n = count()", "units | summarize n = distinct(unit)",
        "units | summarize n = count(where unit is not none)",
      ]),
    NewcomerRow(
      19, "units | summarize count() by unit", "K014", at: "count()",
      says: ["`summarize n = count()`"],
      mended: ["units | summarize n = count() by unit"]),
    NewcomerRow(
      20, "units | group by level", "K010", at: "group by", says: ["summarize n = count() by"],
      mended: ["units | summarize n = count() by level"]),
    NewcomerRow(
      20, "units | order by name desc", "K010", at: "order by", says: ["sort name desc"],
      mended: ["units | sort name desc"]),
    NewcomerRow(
      20, "units | limit 5", "K010", at: "limit", says: ["take 5"], mended: ["units | take 5"]),
    NewcomerRow(
      20, "units | head 5", "K010", at: "head", says: ["take 5"], mended: ["units | take 5"]),
    NewcomerRow(
      27, "metrics | summarize reach = sum(value)", "K320", at: "sum",
      says: ["people overlap", "`bounds(value)`"],
      mended: ["metrics | summarize reach = bounds(value)"]),
    NewcomerRow(
      28, "obligations | filed | summarize r = rate(status == .on_time)", "K210",
      at: "rate(status == .on_time)",
      says: ["silent units left the denominator at stage 2", "timeliness", "without `filed`"],
      mended: ["obligations | summarize r = rate(status == .on_time)"]),
  ]

  private static let comparisons = [
    NewcomerRow(
      3, "obligations | where status = .late", "K011", at: "=", says: ["\"==\""],
      mended: ["obligations | where status == .late"]),
    NewcomerRow(
      4, #"obligations | where status == "late""#, "K310", at: #""late""#,
      says: ["status has cases, not text", "`.late`", ".not_open .open .on_time"],
      mended: ["obligations | where status == .late"]),
    NewcomerRow(
      5, "obligations | where status == late", "K104", at: "late",
      says: ["no column 'late' in obligations", "`.late`", "`| late`"],
      mended: ["obligations | where status == .late", "obligations | late"]),
    NewcomerRow(
      7, "obligations | where cutoff < 05/8/2021", "K020", at: "05/8/2021",
      says: ["divides 5 by 8 by 2021", "5 August 2021", "`@2021-08-05`"],
      mended: ["obligations | where cutoff < @2021-08-05"]),
    NewcomerRow(
      8, "obligations | where cutoff < 2021-08-05", "K021", at: "2021-08-05",
      says: ["a date begins with", "`@2021-08-05`"],
      mended: ["obligations | where cutoff < @2021-08-05"]),
    NewcomerRow(
      8, #"obligations | where cutoff < "2021-08-05""#, "K021", at: #""2021-08-05""#,
      says: ["a date begins with", "`@2021-08-05`"],
      mended: ["obligations | where cutoff < @2021-08-05"]),
    NewcomerRow(
      9, "obligations as of @2021-08-05", "K401", at: "@2021-08-05",
      says: ["as of needs an instant", "`@2021-08-05T00:00`", "`@2021-08-05T24:00`"],
      mended: ["obligations as of @2021-08-05T00:00", "obligations as of @2021-08-05T24:00"]),
    NewcomerRow(
      10, "obligations | where filed_at > cutoff", "K301", at: "filed_at",
      says: ["may be none", "`filed_at? > cutoff`", "`| late`", "`| missing`"],
      mended: [
        "obligations | where filed_at? > cutoff", "obligations | late", "obligations | missing",
      ]),
    NewcomerRow(
      11, "obligations | where not (filed_at? < cutoff)", "K214", at: "not (filed_at? < cutoff)",
      says: ["rows that never filed are in this answer", "`status == .late`", "`| missing`"],
      mended: ["obligations | where status == .late", "obligations | missing"]),
    NewcomerRow(
      21, "units | where closed is none && level == .upper", "K011", at: "&&", says: ["and"],
      mended: ["units | where closed is none and level == .upper"]),
    NewcomerRow(
      21, "units | where closed is none || level == .upper", "K011", at: "||", says: ["or"],
      mended: ["units | where closed is none or level == .upper"]),
    NewcomerRow(
      21, "obligations | where !past_due", "K011", at: "!", says: ["not"],
      mended: ["obligations | where not past_due"]),
    NewcomerRow(
      21, "units | where level <> .upper", "K011", at: "<>", says: ["!="],
      mended: ["units | where level != .upper"]),
    NewcomerRow(
      21, "units | where level === .upper", "K011", at: "===", says: ["=="],
      mended: ["units | where level == .upper"]),
    NewcomerRow(
      22, "units | where closed is null", "K011", at: "null", says: ["none"],
      mended: ["units | where closed is none"]),
    NewcomerRow(
      22, "units | where closed == null", "K011", at: "== null", says: ["is none"],
      mended: ["units | where closed is none"]),
    NewcomerRow(
      22, #"units | where code = """#, "K011", at: #"= """#, says: ["is none"],
      mended: ["units | where code is none"]),
    NewcomerRow(
      25, "obligations | where lateness > 2", "K311", at: "2",
      says: ["lateness is a duration, found int", "`2d`, `2h`", "no fixed length", "late by 2wd"],
      mended: [
        "obligations | where lateness > 2d", "obligations | where lateness > 2h",
        "obligations | late by 2wd",
      ]),
    NewcomerRow(
      26, "units | where members? > 1.731", "K216", at: "1.731", says: ["`1731` or `1_731`"],
      mended: ["units | where members? > 1731", "units | where members? > 1_731"]),
  ]

  private static let names = [
    NewcomerRow(
      6, "obligations | where latenes > 2d", "K104", at: "latenes",
      says: ["no column 'latenes' in obligations", "did you mean 'lateness'?"],
      mended: ["obligations | where lateness > 2d"]),
    NewcomerRow(
      13, #"obligations | where unit == "Ea Sup""#, "K501", at: #""Ea Sup""#,
      says: ["no unit 'Ea Sup'", "did you mean \"LĐLĐ huyện Ea Súp\"?"],
      mended: [#"obligations | where unit == "LĐLĐ huyện Ea Súp""#]),
    NewcomerRow(
      14, #"obligations | under "Tân Lập""#, "K502", at: #""Tân Lập""#,
      says: ["2 units are called so", "(24118, to 30/6/2025)", "from 01/7/2025", "give the path"],
      mended: [#"obligations | under "Đắk Lắk/CĐCS phường Tân Lập""#]),
    NewcomerRow(
      15, "obligations | under Krông Ana", "K012", at: "Krông Ana",
      says: [#"`under "Krông Ana"`"#], mended: [#"obligations | under "Krông Ana""#]),
    NewcomerRow(
      16, "obligations | under “Krông Ana”", "K013", at: "“", says: ["typographic quotes"],
      mended: [#"obligations | under "Krông Ana""#]),
    NewcomerRow(
      17, "units | where name ~ \"ea\n| take 5", "K002", at: "\"", says: ["not closed"],
      mended: ["units | where name ~ \"ea\"\n| take 5"]),
    NewcomerRow(
      29, #"obligations | where duty == "report""#, "K503", at: #""report""#,
      says: [
        "'report' is a kind of 3 duties (O7 1, O11 21, O20 1,731 rows)", "`where kind == .report`",
        #"`duty == "O11"`"#,
      ],
      mended: [
        "obligations | where kind == .report", #"obligations | where duty == "O11""#,
      ]),
  ]

  private static let counts = [
    NewcomerRow(
      24, "units | at level district", "K130", at: "district",
      says: ["levels of this plan: central, provincial, upper, grassroots, section"],
      mended: ["units | at level upper"]),
    NewcomerRow(
      24, "units | at level 2", "K130", at: "2", says: ["levels of this plan"],
      mended: ["units | at level upper"]),
    NewcomerRow(
      24, "units | at level huyện", "K130", at: "huyện",
      says: ["'huyện' is a kind: `where unit.kind == \"ldld-huyen\"`"],
      mended: [#"units | where unit.kind == "ldld-huyen""#]),
  ]

  private static let words = [
    NewcomerRow(
      23, #"units | where name like "%Ea%""#, "K010", at: "like", says: [#"~ "Ea""#],
      mended: [#"units | where name ~ "Ea""#]),
    NewcomerRow(
      23, #"units | where contains(name, "ea")"#, "K010", at: "contains",
      says: [#"`name ~ "ea"`"#], mended: [#"units | where name ~ "ea""#]),
    NewcomerRow(
      30, #"obligations | thiếu "O11""#, "K016", at: "thiếu", says: ["missing"],
      mended: [#"obligations | missing "O11""#]),
    NewcomerRow(
      30, "Obligations | where past_due", "K017", at: "Obligations", says: ["lower case"],
      mended: ["obligations | where past_due"]),
    NewcomerRow(
      30, "obligations | where past_due;", "K018", at: ";", says: [";"],
      mended: ["obligations | where past_due"]),
    NewcomerRow(
      30, "obligations | where cutoff < now()", "K015", at: "now()", says: ["now"],
      mended: ["obligations | where cutoff < now"]),
  ]
}
