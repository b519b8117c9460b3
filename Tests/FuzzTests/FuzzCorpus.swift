import Catalog
import Evidence
import Foundation
import LedgerModel
import TestSupport

/// Valid inputs from which mutations start, and the words of each format.
struct FuzzCorpus {
  let inputs: [[UInt8]]
  let words: [String]

  init(_ target: FuzzTarget) throws {
    switch target {
    case .storedEvents:
      inputs = try FuzzCorpus.events(isStored: true).map {
        try EventCodec.encode($0, recorded: Instant(microseconds: 1_628_100_000_000_000))
      }
      // Heads of CBOR items: numbers of every width, texts, arrays, maps, tags, open lengths.
      words =
        ["\u{0}", "\u{18}\u{18}", "\u{19}\u{1}\u{0}", "\u{1A}", "\u{1B}", "\u{20}", "\u{40}"]
        + ["\u{60}", "\u{61}a", "\u{7F}"]
    case .importedEvents:
      let events = try FuzzCorpus.events(isStored: false).map {
        Array(EventJSON.write($0, recorded: nil, offsetSeconds: 7 * 3_600).utf8)
      }
      inputs = events + [Array(("[" + FuzzCorpus.text(events[0]) + "]").utf8)]
      words =
        ["{", "}", "[", "]", ":", ",", "\"", "\\u0000", "\\ud800", "null", "true", "1e400"]
        + ["\"data\":", "\"time\":", "{\"issuer\":\"z\",\"id\":\"a\"}", "\n", "\u{FEFF}", "é", "đ"]
    case .mappedTables:
      inputs = [Array((FuzzCorpus.mapping + "\u{0}" + FuzzCorpus.table).utf8)]
      words =
        ["\"", "\"\"", ";", ",", "\r\n", "{", "}", "column:", "values:", "- ", "&a", "*a", "!!"]
        + ["31/6/2021", "8/13/2021", "77.447", "92,5", "\u{0}", "|", "~", ": ", "\t", "đ"]
    case .plans:
      inputs =
        try ["Sources/PlanFile/Plans/daklak-2021-07/plan.yaml"].map {
          Array(try ProjectFiles.text($0).utf8)
        } + [Array(FuzzCorpus.plan.utf8)]
      words =
        ["- ", ": ", "{", "}", "[", "]", "&a", "*a", "!!str ", "|", ">", "\"", "'", "#", "\t"]
        + [
          "before 05/8/2021", "31/6/2021", "units | at level upper", "<<: ", "---\n", "...\n", "\n",
        ]
    case .queries:
      inputs = try ProjectFiles.files(under: "Queries", ending: ".kiem").map {
        Array(try ProjectFiles.text($0).utf8)
      }
      words =
        ["|", "where ", "summarize ", "by ", "(", ")", "{", "}", "\"", "'", "@2021-08-05", "$"]
        + [
          "obligations", "missing ", "as of ", "rollup ", "let ", "param ", "..", "==", "~", "1wd",
        ]
        + ["\u{301}", "đ", "“", "—", "not ", "in ", "funnel ", "with ", "#", "/*", "//", ".late"]
    case .notes:
      inputs = try FuzzCorpus.notes().map { Array($0.utf8) }
      words =
        ["\n", "\n\n", "— ", "-", "+", "=", "0", "18446744073709551615", "index ", " ", "\u{0}"]
        + ["c2sp.org/tlog-proof@v1\n", "extra ", "AAAA", "é"]
    }
  }

  /// A checkpoint, proofs with and without record, and a public key.
  private static func notes() throws -> [String] {
    let signer = try NoteSigner(name: "example.vn/so", seed: Array(0..<32))
    let leaves = (0..<5).map { MerkleHash(leaf: Array("record \($0)".utf8).span) }
    let note = try Checkpoint(
      origin: "example.vn/so", size: 5, root: MerkleHash(of: 0..<5) { hash(of: $0, leaves) }
    ).signed(by: signer)
    let proof = InclusionProof(leafIndex: 3, treeSize: 5) { hash(of: $0, leaves) }
    return [
      note.encoded, TransparencyProof(proof: proof, note: note, record: [1, 2]).encoded,
      TransparencyProof(proof: proof, note: note, record: nil).encoded,
      signer.verifier.description,
    ]
  }

  private static func hash(of node: MerkleNode, _ leaves: [MerkleHash]) -> MerkleHash {
    MerkleHash(
      perfectTreeOver: Array(leaves[Int(node.leaves.lowerBound)..<Int(node.leaves.upperBound)]))
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func events(isStored: Bool) throws -> [Event] {
    EventCatalog.types.enumerated().flatMap { seed, type in
      var generator = EventGenerator(seed: UInt64(seed), isStored: isStored)
      return [generator.event(of: type), generator.event(of: type)]
    }
  }

  private static let mapping = """
    format: csv
    delimiter: ";"
    numbers: vietnamese
    type: {column: Loại, values: {Đoàn viên: headcount.declared}}
    id: "hc-{Mã}-{Ngày}"
    source: urn:ldld:daklak
    time: {column: Ngày}
    campaign: kh121
    orgunit: {column: Đơn vị}
    actor: {column: Người nhập, issuer: zalo}
    fields:
      as_of: {column: Ngày}
      members: {column: Số, default: "0"}
      source: {column: Nguồn, values: {Báo cáo: report, Ước tính: estimate}}
    """
  private static let table = """
    Loại;Mã;Ngày;Đơn vị;Số;Nguồn;Người nhập
    Đoàn viên;01;05/8/2021;u1;77.447;Báo cáo;an
    Đoàn viên;02;05/8/2021 16:00;u2;12;Ước tính;"a;""b""
    c"
    """
  private static let plan = """
    kiem: 1
    campaign: {id: c1, title: Học tập, owner: tinh, plan: d1, window: 7/2021..8/2021}
    documents:
      - {id: d1, code: 12/KH-LĐLĐ, issued: 08/7/2021, organ: LĐLĐ tỉnh}
    contents:
      - {id: C1, title: Nội dung}
    provisions:
      - {id: s1, label: I.1, text: report in time}
    levels: [provincial, upper]
    kinds: {ldld-tinh: provincial, ldld-huyen: upper}
    units:
      - {id: tinh, kind: ldld-tinh, name: LĐLĐ tỉnh}
      - {id: lak, kind: ldld-huyen, name: LĐLĐ huyện Lắk, parent: tinh, opened: 01/7/2021}
    duties:
      - id: R
        kind: report
        title: Báo cáo
        provision: s1
        holder: units | at level upper
        to: parent
        due: before 05/8/2021
        grace: 1wd
        met_by: [report.submitted]
    """
}
