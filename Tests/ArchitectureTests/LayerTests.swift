import Foundation
import TestSupport
import Testing

/// Which layer may import which: the contract that a reviewer reads when an edge is added.
private let allowedImports: [String: Set<String>] = [
  "LMDB": ["CLMDB"],
  "Text": [],
  "Diagnostics": ["Text"],
  "Catalog": [],
  "LedgerModel": ["Catalog", "Text", "Diagnostics"],
  "Columns": ["Catalog", "LedgerModel"],
  "Evidence": ["CSHA256"],
  "Vault": ["LMDB", "LedgerModel", "Catalog"],
  "EventLog": ["LMDB", "LedgerModel", "Catalog", "Evidence", "Vault"],
  "QuerySyntax": ["Diagnostics", "Text"],
  "QueryPlan": ["Catalog", "LedgerModel"],
  "QueryAnalysis": ["QuerySyntax", "QueryPlan", "Catalog", "LedgerModel", "Text", "Diagnostics"],
  "QueryEngine": ["QueryPlan", "Columns", "Catalog", "LedgerModel", "Text"],
  "Projections": ["LMDB", "Columns", "LedgerModel", "Catalog", "Text", "QueryPlan"],
  "Obligations": [
    "Projections", "Columns", "QuerySyntax", "QueryAnalysis", "QueryPlan", "QueryEngine",
    "LedgerModel", "Catalog", "Text", "Diagnostics",
  ],
  "Kiem": [
    "EventLog", "Evidence", "Vault", "Projections", "Obligations", "Columns", "QuerySyntax",
    "QueryAnalysis", "QueryPlan", "QueryEngine", "LedgerModel", "Catalog", "Text", "Diagnostics",
  ],
  "PlanFile": [
    "Kiem", "EventLog", "Vault", "Obligations", "Projections", "QuerySyntax", "LedgerModel",
    "Catalog", "Text", "Diagnostics",
  ],
  "Import": ["Kiem", "EventLog", "LedgerModel", "Catalog", "Text", "Diagnostics"],
  "Rendering": ["Kiem", "QueryEngine", "QueryPlan", "LedgerModel", "Catalog", "Text"],
  "Demo": [
    "Kiem", "PlanFile", "Projections", "EventLog", "Vault", "LedgerModel", "Catalog", "Text",
  ],
  "KiemREPL": [
    "Kiem", "Rendering", "QueryEngine", "QuerySyntax", "LedgerModel", "Catalog", "Text",
    "Diagnostics",
  ],
]

@Suite("Architecture: layers")
struct LayerTests {
  /// Imports of the package's own targets, by target, read from the sources.
  private func imports(of target: String) throws -> Set<String> {
    let own = Set(allowedImports.keys).union(["CLMDB", "CSHA256", "KiemCLI"])
    var found: Set<String> = []
    for path in ProjectFiles.files(under: "Sources/\(target)", ending: ".swift") {
      for line in try ProjectFiles.text(path).split(separator: "\n") {
        let words = line.split(separator: " ")
        if let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count {
          found.insert(String(words[place + 1].prefix { $0 != "." }))
        }
      }
    }
    return found.intersection(own).subtracting([target])
  }

  @Test("a layer imports only what its contract lists", arguments: allowedImports.keys.sorted())
  func importsPointDownwards(target: String) throws {
    let extra = try imports(of: target).subtracting(allowedImports[target] ?? [])
    #expect(extra.isEmpty, "\(target) imports \(extra.sorted())")
  }

  @Test("the contract itself has no cycle")
  func contractIsAcyclic() {
    var remaining = allowedImports
    while !remaining.isEmpty {
      let leaves = remaining.filter { $0.value.isDisjoint(with: remaining.keys) }.map(\.key)
      guard !leaves.isEmpty else {
        Issue.record("cycle among \(remaining.keys.sorted())")
        return
      }
      for leaf in leaves { remaining[leaf] = nil }
    }
  }

  @Test("only the rim knows the argument parser")
  func argumentParserStaysAtTheRim() throws {
    for path in ProjectFiles.files(under: "Sources", ending: ".swift")
    where !path.hasPrefix("Sources/KiemCLI/") && !path.hasPrefix("Sources/KiemBench/") {
      #expect(try !ProjectFiles.text(path).contains("import ArgumentParser"), "\(path)")
    }
  }
}
