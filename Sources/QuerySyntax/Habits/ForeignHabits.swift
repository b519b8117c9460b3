/// Words of other languages, and what they are called here. Keys are lower case.
enum ForeignHabits {
  /// Tests on text that SQL, KQL and others spell as words between operands.
  static let textTests: Set<String> = [
    "like", "ilike", "rlike", "contains", "has", "startswith", "endswith", "includes",
  ]

  /// Functions that do what `~` does.
  static let textFunctions: Set<String> = [
    "contains", "instr", "strpos", "position", "includes", "startswith", "starts_with",
    "endswith", "ends_with",
  ]

  /// Functions that do what `??` does.
  static let fallbackFunctions: Set<String> = ["coalesce", "ifnull", "nvl", "isnull", "if_null"]

  /// Words for "no value".
  static let nulls: Set<String> = ["null", "nil", "undefined", "na"]

  /// Stage words of other languages that have one of our words with the same grammar behind it.
  static let stages: [String: StageWord] = [
    "filter": .where, "having": .where, "limit": .take, "head": .take, "fetch": .take,
    "order": .sort, "orderby": .sort, "arrange": .sort, "project": .select, "columns": .select,
    "fields": .select, "pick": .select, "mutate": .derive, "extend": .derive, "assign": .derive,
    "compute": .derive, "eval": .derive, "aggregate": .summarize, "agg": .summarize,
    "aggr": .summarize, "stats": .summarize, "summarise": .summarize, "uniq": .distinct,
    "unique": .distinct, "dedup": .distinct, "union": .append, "concat": .append,
    "join": .lookup, "exists": .with, "antijoin": .without, "minus": .without, "except": .without,
  ]

  /// Stage words of other languages without a counterpart of the same form, each with advice.
  static let otherStages: [String: String] = [
    "tail": "turn the order round and take from the top: `sort … desc | take 10`",
    "grep": "search text with `where name ~ \"…\"`",
    "from": "a query starts with its source, as in `obligations | missing \"report\"`",
    "rename": "`select new = old` gives a column another name",
    "offset": "`take 10` cuts the answer; there are no pages",
    "skip": "`take 10` cuts the answer; there are no pages",
  ]

  /// Folded words for units of duration.
  static let durationUnits: [String: String] = [
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "giay": "s", "m": "min",
    "mins": "min", "minute": "min", "minutes": "min", "phut": "min", "hr": "h", "hrs": "h",
    "hour": "h", "hours": "h", "gio": "h", "day": "d", "days": "d", "ngay": "d", "bd": "wd",
    "wds": "wd", "week": "w", "weeks": "w", "wk": "w", "tuan": "w", "mon": "mo", "month": "mo",
    "months": "mo", "thang": "mo", "qtr": "q", "quarter": "q", "quarters": "q", "quy": "q",
    "yr": "y", "yrs": "y", "year": "y", "years": "y", "nam": "y",
  ]

  /// Folded Vietnamese phrases for stages, the longest first; completion offers them too.
  static let vietnameseStages: [(phrase: [String], word: StageWord)] = [
    (["chua", "bao", "cao"], .missing), (["chua", "nop"], .unfiled), (["da", "nop"], .filed),
    (["sap", "xep"], .sort), (["tong", "hop"], .summarize), (["duoc", "mien"], .waived),
    (["khong", "co"], .without), (["tre", "han"], .late), (["qua", "han"], .missing),
    (["thieu"], .missing), (["tre"], .late), (["muon"], .late), (["cho"], .pending),
    (["mien"], .waived), (["loc"], .where), (["duoi"], .under), (["thuoc"], .under),
    (["chon"], .select), (["bo"], .drop), (["gop"], .summarize), (["lay"], .take),
    (["noi"], .append), (["them"], .derive), (["co"], .with),
  ]

  /// Folded Vietnamese connectives.
  static let vietnameseConnectives: [String: BinaryOperator] = ["va": .and, "hoac": .or]
}

extension ForeignToken {
  /// The operator that is meant, nil for what is no operator.
  var meaning: BinaryOperator? {
    switch self {
    case .doubleAmpersand: .and
    case .doublePipe: .or
    case .angleBrackets, .notDoubleEqual: .notEqual
    case .tripleEqual: .equal
    case .semicolon, .arrowPipe, .lineComment, .slashDate, .bareDate, .foreignString: nil
    }
  }
}
