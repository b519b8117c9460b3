import LedgerModel
import Projections

/// A stored chain on its way to a row.
struct ReportChain {
  var values: [Value]
  private let columns: SourceTable
  private(set) var duty: String?
  private var obligation: String?
  let version: RowVersion
  private let isStanding: Bool

  init(_ row: SourceRow, _ table: SourceTable) {
    values = row.values
    columns = SourceTable(layout: table.layout)
    version = table.version(of: row)
    isStanding = row.stands
  }

  subscript(name: String) -> Value {
    get { values[columns.column(name)] }
    set { values[columns.column(name)] = newValue }
  }

  var unit: String? { self["%unit"].text }
  var campaign: String? { self["campaign"].text }

  /// What the chains of one row have in common; none for a chain that nobody knows the duty of.
  var group: String? {
    guard let duty, let unit else { return nil }
    return "\(campaign ?? "")/\(duty)/\(unit)"
  }

  mutating func settle(_ served: ServedObligations) {
    let found = self["%position"].position.flatMap { served[$0] }
    let named = self["%obligation"].text?.split(separator: "/").dropFirst().first
    duty = self["%duty"].text ?? found?.duty ?? named.map { String($0) }
    obligation = found?.obligation
  }

  /// Two chains of one unit for one duty are one row: the newest version, all rounds.
  func merged(with other: ReportChain) -> ReportChain {
    let isLater = (other["%position"].position ?? .empty) > (self["%position"].position ?? .empty)
    var (newest, older) = isLater ? (other, self) : (self, other)
    for count in ["%rounds", "%returned"] {
      newest[count] = .integer((newest[count].integer ?? 0) + (older[count].integer ?? 0))
    }
    if let first = older["%filed_at"].instant, let own = newest["%filed_at"].instant {
      newest["%filed_at"] = .instant(min(first, own))
    }
    newest.obligation = newest.obligation ?? older.obligation
    older.values = []
    return newest
  }

  func row(_ campaigns: CampaignList) -> DerivedRow {
    let settings = campaigns.settings(of: campaign)
    let head = [self["%report"], .entity(duty), .entity(obligation)]
    let chain = [
      "%unit", "%to", "%via", "%version", "%state", "%filed_at", "%submitted_at", "%received_at",
      "%returned_at", "%accepted_at", "%rounds", "%returned", "%covers", "%as_of_seq",
    ].map { self[$0] }
    let figures = [numbers(settings.figures), complete(settings.figures)]
    let tail = ["%evidence", "%document", "%sources", "%missing", "%queries"].map { self[$0] }
    return DerivedRow(
      values: head + chain + figures + tail, campaign: campaign,
      at: .instant(self["%filed_at"].instant ?? version.recorded), stands: isStanding,
      version: version)
  }

  /// Figures by key; those that count something are whole numbers, as the plan declares them.
  private func numbers(_ figures: [CampaignSettings.Figure]) -> Value {
    guard case .record(let stated) = self["%figures"] else { return .record([:]) }
    let kinds = Dictionary(
      figures.map { ($0.key, $0.kind) }, uniquingKeysWith: { first, _ in first })
    var numbers: [String: Value] = [:]
    for (key, figure) in stated {
      guard
        let value = figure[field: "value"].decimal
          ?? figure[field: "value"].integer.map({ ExactDecimal(mantissa: $0) })
      else { continue }
      let isCount = kinds[key].map { $0 != "number" } ?? false
      numbers[key] = isCount ? value.whole.map { .integer($0) } ?? .decimal(value) : .decimal(value)
    }
    return .record(numbers)
  }

  /// Required figures present, of all required ones; all of none.
  private func complete(_ figures: [CampaignSettings.Figure]) -> Value {
    let required = figures.filter(\.isRequired)
    guard !required.isEmpty else { return Ratio(1, 1).map { .ratio($0) } ?? .none }
    let present = required.count { !self["%figures"][field: $0.key].isNone }
    return Ratio(Int128(present), Int128(required.count)).map { .ratio($0) } ?? .none
  }
}

extension ExactDecimal {
  /// The number without a fraction; none when it has one.
  fileprivate var whole: Int64? {
    var power: Int64 = 1
    for _ in 0..<scale { power *= 10 }
    return mantissa % power == 0 ? mantissa / power : nil
  }
}

/// Which obligation each report serves, by the position of its version: one that applies, else one
/// that applied on an earlier day only.
struct ServedObligations {
  private var rows: [Position: (duty: String, obligation: String, isApplicable: Bool)] = [:]

  init(_ table: ObligationTable, _ chains: SourceTable) {
    let position = chains.column("%position")
    let wanted = Set(chains.rows.compactMap { $0.values[position].position })
    for row in table.rows where !row.deliveries.isEmpty {
      for evidence in row.evidence where wanted.contains(evidence) {
        if let known = rows[evidence], known.isApplicable || !row.isApplicable { continue }
        rows[evidence] = (table.duties[row.duty].duty, row.text, row.isApplicable)
      }
    }
  }

  subscript(position: Position) -> (duty: String, obligation: String)? {
    rows[position].map { ($0.duty, $0.obligation) }
  }
}
