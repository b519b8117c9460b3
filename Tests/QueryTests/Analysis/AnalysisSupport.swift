import Catalog
import Diagnostics
import LedgerModel
import QueryAnalysis
import QueryPlan
import QuerySyntax

/// A small ledger that answers names: enough of a province for every message to have its facts.
struct TestResolver: EntityResolver {
  var campaigns = ["daklak-2021-07"]

  private let units: [String: String] = [
    "ldld-dak-lak": "LĐLĐ tỉnh Đắk Lắk", "ldld-ea-sup": "LĐLĐ huyện Ea Súp",
    "ldld-krong-ana": "LĐLĐ huyện Krông Ana", "24118": "Đắk Lắk/CĐCS phường Tân Lập",
    "24121": "Đắk Lắk/CĐCS Tân Lập mới",
  ]

  func resolve(_ kind: EntityKind, _ text: String, campaign: String?) -> EntityResolution {
    switch kind {
    case .unit: return unit(text)
    case .duty:
      if dutyList.contains(where: { $0.id == text }) { return .found(EntityMatch(id: text)) }
      return .missing(suggestions: dutyList.map(\.id).filter { $0.hasPrefix(text.prefix(1)) })
    default: return .found(EntityMatch(id: text))
    }
  }

  private func unit(_ text: String) -> EntityResolution {
    if text == "Tân Lập" {
      return .ambiguous([
        EntityCandidate(
          id: "24118", path: "Đắk Lắk/CĐCS phường Tân Lập",
          closed: Day(year: 2025, month: 7, day: 1)),
        EntityCandidate(
          id: "24121", path: "Đắk Lắk/CĐCS Tân Lập mới", opened: Day(year: 2025, month: 7, day: 1)),
      ])
    }
    if text == "Công đoàn Ea Súp cũ" {
      return .found(EntityMatch(id: "ldld-ea-sup", presentName: "LĐLĐ huyện Ea Súp"))
    }
    for (id, name) in units where text == id || name == text || name.hasSuffix(" " + text) {
      return .found(EntityMatch(id: id))
    }
    return .missing(suggestions: text.hasPrefix("Ea") ? ["LĐLĐ huyện Ea Súp"] : [])
  }

  func levels(campaign: String?) -> [String] {
    ["central", "provincial", "upper", "grassroots", "section"]
  }

  func unitKinds(campaign: String?) -> [String: String] {
    ["ldld-huyen": "upper", "cd-nganh": "upper", "cdcs": "grassroots"]
  }

  private var dutyList: [DutySummary] {
    [
      DutySummary(id: "O7", kind: "report"), DutySummary(id: "O11", kind: "report"),
      DutySummary(id: "O20", kind: "report"),
      DutySummary(
        id: "O13", kind: "exam", firstCutoff: Instant(microseconds: 1_630_429_200_000_000)),
      DutySummary(id: "O16", kind: "publicise"), DutySummary(id: "O6", kind: "press"),
    ]
  }

  func duties(campaign: String?) -> [DutySummary] { dutyList }

  func holders(campaign: String?) -> [String: DutyHolders] {
    [
      "O7": DutyHolders(rowCount: 1, levels: ["provincial"]),
      "O11": DutyHolders(rowCount: 21, levels: ["upper"]),
      "O20": DutyHolders(rowCount: 1731, levels: ["grassroots"]),
    ]
  }

  func figureType(_ key: String, campaign: String?) -> ValueType? {
    ["people": .integer(.person), "attempts": .integer(.attempt)][key]
  }
}

/// Parses and analyses one text.
func analysed(
  _ text: String, arguments: [String: ParameterArgument] = [:],
  resolver: (any EntityResolver)? = TestResolver(),
  options: AnalysisOptions = AnalysisOptions()
) -> (result: AnalysisResult, diagnostics: [Diagnostic], source: SourceText) {
  let source = SourceText(name: "query", text: text)
  let parsed = parse(source)
  let result = analyse(
    parsed.file, source: source, arguments: arguments, resolver: resolver, options: options)
  return (result, parsed.diagnostics + result.diagnostics, source)
}
