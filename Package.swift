// swift-tools-version: 6.2
import PackageDescription

/// One list for every target: the compiler refuses what a reviewer would have to catch.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "Kiem",
  products: [
    .executable(name: "kiem", targets: ["KiemCLI"]),
    .executable(name: "kiem-bench", targets: ["KiemBench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // Leaves: each usable alone.
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: settings),
    .target(name: "Text", swiftSettings: settings),
    .target(name: "Diagnostics", dependencies: ["Text"], swiftSettings: settings),
    .target(name: "Catalog", swiftSettings: settings),
    .target(
      name: "LedgerModel", dependencies: ["Catalog", "Text", "Diagnostics"],
      swiftSettings: settings),
    .target(name: "Columns", dependencies: ["Catalog", "LedgerModel"], swiftSettings: settings),

    // The one truth.
    .target(name: "CSHA256"),
    .target(name: "Evidence", dependencies: ["CSHA256", crypto], swiftSettings: settings),
    .target(
      name: "Vault", dependencies: ["LMDB", "LedgerModel", "Catalog", crypto],
      swiftSettings: settings),
    .target(
      name: "EventLog",
      dependencies: ["LMDB", "LedgerModel", "Catalog", "Evidence", "Vault", crypto, collections],
      swiftSettings: settings),

    // The language: tree, plan, names and types, execution.
    .target(name: "QuerySyntax", dependencies: ["Diagnostics", "Text"], swiftSettings: settings),
    .target(name: "QueryPlan", dependencies: ["Catalog", "LedgerModel"], swiftSettings: settings),
    .target(
      name: "QueryAnalysis",
      dependencies: ["QuerySyntax", "QueryPlan", "Catalog", "LedgerModel", "Text", "Diagnostics"],
      swiftSettings: settings),
    .target(
      name: "QueryEngine",
      dependencies: ["QueryPlan", "Columns", "Catalog", "LedgerModel", "Text", collections],
      swiftSettings: settings),

    // Rows from events.
    .target(
      name: "Projections",
      dependencies: [
        "LMDB", "Columns", "QueryPlan", "LedgerModel", "Catalog", "Text", crypto, collections,
      ],
      resources: [.copy("Territories")], swiftSettings: settings),
    .target(
      name: "Obligations",
      dependencies: [
        "Projections", "Columns", "QuerySyntax", "QueryAnalysis", "QueryPlan", "QueryEngine",
        "LedgerModel",
        "Catalog", "Text", "Diagnostics",
      ], swiftSettings: settings),

    // What users do with a ledger.
    .target(
      name: "Kiem",
      dependencies: [
        "EventLog", "Evidence", "Vault", "Projections", "Obligations", "Columns", "QuerySyntax",
        "QueryAnalysis", "QueryPlan", "QueryEngine", "LedgerModel", "Catalog", "Text",
        "Diagnostics",
      ], swiftSettings: settings),
    .target(
      name: "PlanFile",
      dependencies: [
        "Kiem", "EventLog", "Vault", "Obligations", "Projections", "QuerySyntax", "LedgerModel",
        "Catalog", "Text", "Diagnostics", .product(name: "Yams", package: "Yams"), crypto,
      ],
      resources: [.copy("Plans")], swiftSettings: settings),
    .target(
      name: "Import",
      dependencies: [
        "Kiem", "EventLog", "LedgerModel", "Catalog", "Text", "Diagnostics",
        .product(name: "Yams", package: "Yams"), crypto,
      ], swiftSettings: settings),
    .target(
      name: "Rendering",
      dependencies: ["Kiem", "QueryEngine", "QueryPlan", "LedgerModel", "Catalog", "Text"],
      swiftSettings: settings),
    .target(
      name: "Demo",
      dependencies: [
        "Kiem", "PlanFile", "Projections", "EventLog", "Vault", "LedgerModel", "Catalog", "Text",
      ], swiftSettings: settings),

    // The rim: arguments, terminals.
    .target(
      name: "KiemREPL",
      dependencies: [
        "Kiem", "Rendering", "QueryEngine", "QuerySyntax", "LedgerModel", "Catalog", "Text",
        "Diagnostics",
      ], swiftSettings: settings),
    .executableTarget(
      name: "KiemCLI",
      dependencies: [
        "Kiem", "KiemREPL", "PlanFile", "Import", "Demo", "Rendering", "Projections", "EventLog",
        "Evidence", "Vault", "LedgerModel", "Catalog", "Text", "Diagnostics", "QueryEngine",
        "QuerySyntax", "QueryAnalysis", arguments,
      ], swiftSettings: settings),

    .executableTarget(
      name: "KiemBench",
      dependencies: [
        "Kiem", "QuerySyntax", "QueryAnalysis", "QueryPlan", "QueryEngine", "Obligations",
        "Projections", "Columns", "Diagnostics", "Demo", "Import", "EventLog", "Evidence", "LMDB",
        "LedgerModel", "Catalog", "Text",
        arguments,
      ], swiftSettings: settings),

    // Tests, one target per layer and three across all of them.
    .target(
      name: "TestSupport",
      dependencies: [
        "LedgerModel", "Catalog", "Columns", "QueryPlan", "QueryEngine", "Text", "Kiem", "EventLog",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    // Counts allocations of the test program.
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .executableTarget(
      name: "CrashChild",
      dependencies: ["EventLog", "Evidence", "Vault", "LMDB", "LedgerModel", "Catalog"],
      path: "Tests/CrashChild", swiftSettings: settings),
    .testTarget(name: "LMDBTests", dependencies: ["LMDB", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "TextTests", dependencies: ["Text", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: settings),
    .testTarget(
      name: "CatalogTests", dependencies: ["Catalog", "LedgerModel", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LedgerModelTests",
      dependencies: ["LedgerModel", "Catalog", "Diagnostics", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "EventLogTests",
      dependencies: [
        "EventLog", "Evidence", "Vault", "LMDB", "LedgerModel", "Catalog", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DurabilityTests",
      dependencies: [
        "CrashChild", "KiemCLI", "EventLog", "Evidence", "LMDB", "LedgerModel", "TestSupport",
      ],
      exclude: ["Shim"], swiftSettings: settings),
    .testTarget(
      name: "QueryTests",
      dependencies: [
        "QuerySyntax", "QueryAnalysis", "QueryPlan", "QueryEngine", "Columns", "LedgerModel",
        "Catalog", "Diagnostics", "Text", "TestSupport", "AllocationCounter",
      ], swiftSettings: settings),
    .testTarget(
      name: "ProjectionsTests",
      dependencies: [
        "Projections", "Columns", "QueryPlan", "LedgerModel", "LMDB", "Catalog", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ObligationsTests",
      dependencies: [
        "Obligations", "Projections", "Columns", "QueryPlan", "Kiem", "EventLog", "LedgerModel",
        "LMDB", "Catalog", "TestSupport", "AllocationCounter",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlanFileTests",
      dependencies: [
        "PlanFile", "Kiem", "EventLog", "Vault", "QueryEngine", "LedgerModel", "Catalog",
        "Diagnostics", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ImportTests",
      dependencies: [
        "Import", "Kiem", "EventLog", "Vault", "LedgerModel", "Catalog", "Diagnostics",
        "TestSupport",
      ],
      resources: [.copy("Fixtures")], swiftSettings: settings),
    .testTarget(
      name: "DemoTests",
      dependencies: [
        "Demo", "Kiem", "QueryEngine", "EventLog", "Vault", "LedgerModel", "Catalog", "TestSupport",
        crypto,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "GoldenTests",
      dependencies: [
        "Kiem", "Demo", "Rendering", "QuerySyntax", "QueryEngine", "EventLog", "LedgerModel",
        "Catalog", "Diagnostics", "TestSupport", crypto,
      ], swiftSettings: settings),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "KiemCLI", "Rendering", "KiemREPL", "Kiem", "Projections", "LMDB", "QueryEngine",
        "QueryPlan", "Columns", "LedgerModel", "Catalog", "Diagnostics", "Text", "TestSupport",
      ], swiftSettings: settings),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "Kiem", "PlanFile", "Import", "QuerySyntax", "LedgerModel", "Catalog", "Diagnostics",
        "Evidence", "TestSupport",
      ], swiftSettings: settings),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: settings),
  ]
)
