import Foundation
import TestSupport
import Testing

/// The built program, run as its users run it.
enum Program {
  /// Lies beside the test bundle in whichever configuration the tests were built.
  static let url: URL? = {
    let places =
      ProcessInfo.processInfo.arguments.filter { $0.contains(".xctest") }
      + [Bundle.main.bundlePath + "/x", Bundle.main.executablePath ?? ""]
    return places.map { place in
      let path = place.range(of: ".xctest").map { String(place[..<$0.lowerBound]) } ?? place
      return URL(fileURLWithPath: path).deletingLastPathComponent().appendingPathComponent("kiem")
    }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// How a run ended and what it wrote.
  struct Result: Sendable {
    let status: Int32
    let output: String
    let messages: String

    /// Lines of the output, without the last line break.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// Runs one command line to its end.
  ///
  /// - Parameter environment: all there is, so that nothing of the tester's own leaks in.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, input: Data = Data(),
    environment: [String: String] = [:]
  ) throws -> Result {
    try run(#require(url), arguments, in: folder, input: input, environment: environment)
  }

  /// Runs a line of the system's shell; `$kiem` is the program.
  static func shell(_ line: String, in folder: TemporaryFolder) throws -> Result {
    let shell = URL(fileURLWithPath: "/bin/sh")
    let environment = ["kiem": try #require(url).path, "PATH": "/usr/bin:/bin"]
    return try run(shell, ["-c", line], in: folder, input: Data(), environment: environment)
  }

  private static func run(
    _ program: URL, _ arguments: [String], in folder: TemporaryFolder, input: Data,
    environment: [String: String]
  ) throws -> Result {
    // Files and not pipes: nothing can fill up while the test waits.
    let name = UUID().uuidString
    let places = ["in", "out", "err"].map { folder.url.appendingPathComponent(".\(name).\($0)") }
    try input.write(to: places[0])
    for place in places.dropFirst() { try Data().write(to: place) }
    defer { for place in places { try? FileManager.default.removeItem(at: place) } }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder.url
    process.standardInput = try FileHandle(forReadingFrom: places[0])
    process.standardOutput = try FileHandle(forWritingTo: places[1])
    process.standardError = try FileHandle(forWritingTo: places[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: try Data(contentsOf: places[1]), as: UTF8.self),
      messages: String(decoding: try Data(contentsOf: places[2]), as: UTF8.self))
  }
}

/// A folder with a small ledger in `ledger`: a province, three districts, one duty with a deadline,
/// one report in time.
enum SmallCampaign {
  static let plan = """
    kiem: 1
    campaign:
      id: c1
      title: Học tập Nghị quyết
      owner: tinh
      plan: d1
      window: 7/2021..8/2021
    documents:
      - {id: d1, code: 12/KH-LĐLĐ, issued: 08/7/2021, organ: LĐLĐ tỉnh}
    contents:
      - {id: C1, title: Nội dung}
    provisions:
      - {id: s1, label: I.1, text: report in time}
    levels: [provincial, upper]
    kinds: {ldld-tinh: provincial, ldld-huyen: upper}
    units:
      - {id: tinh, kind: ldld-tinh, name: LĐLĐ tỉnh Đắk Lắk}
      - {id: lak, kind: ldld-huyen, name: LĐLĐ huyện Lắk, parent: tinh}
      - {id: ea-sup, kind: ldld-huyen, name: LĐLĐ huyện Ea Súp, parent: tinh}
      - {id: ea-hleo, kind: ldld-huyen, name: LĐLĐ huyện Ea H'leo, parent: tinh}
    duties:
      - id: R
        kind: report
        title: Báo cáo
        provision: s1
        holder: units | at level upper
        to: parent
        due: before 05/8/2021
        met_by: [report.submitted]

    """

  /// The words that record the report of Lắk, filed on 4 August 2021.
  static let report = [
    "record", "report.submitted", "report=bc-lak", "version=1", "to_unit=tinh", "--unit", "lak",
    "--id", "bc-lak-1", "--time", "04/8/2021 15:00",
  ]

  /// A fresh folder with the ledger in it.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder("kiem-cli")
    try plan.write(toFile: folder.path("plan.yaml"), atomically: true, encoding: .utf8)
    let made = try Program.run(["new", "--plan", "plan.yaml"], in: folder)
    try #require(made.status == 0, "\(made.messages)")
    let recorded = try Program.run(report, in: folder)
    try #require(recorded.status == 0, "\(recorded.messages)")
    return folder
  }

  /// One for all tests that only read.
  static let shared = Result { try folder() }

  static func run(_ arguments: String..., input: String = "") throws -> Program.Result {
    try Program.run(arguments, in: shared.get(), input: Data(input.utf8))
  }
}
