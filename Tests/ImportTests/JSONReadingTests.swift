import Catalog
import Import
import LedgerModel
import TestSupport
import Testing

@Suite struct JSONReadingTests {
  private func line(_ id: String, reason: String = "x") -> String {
    #"{"specversion":"1.0","id":"\#(id)","source":"urn:t","type":"report.returned","#
      + #""time":"2021-08-05T09:00:00+07:00","campaign":"k","#
      + #""data":{"report":"b","version":1,"reason":"\#(reason)"}}"#
  }

  private func read(
    _ text: String, _ format: ImportFormat = .ndjson, step: Int = 7
  ) throws -> [ImportRow] {
    try rows(ImportReader(BytesSource(text, step: step), format: format))
  }

  private func ids(_ rows: [ImportRow]) -> [String?] { rows.map { $0.reading.event?.id } }

  @Test(arguments: [1, 2, 7, 64, 1_000_000])
  func readsLines(step: Int) throws {
    let text = "\(line("1"))\r\n\n  \n\(line("2", reason: #"\"}{\n"#))\n\(line("3"))"
    let found = try read(text, step: step)
    #expect(ids(found) == ["1", "2", "3"])
    #expect(found.map(\.line) == [1, 4, 5])
    #expect(found[1].reading.event?.text("reason") == "\"}{\n")
  }

  @Test(arguments: [1, 3, 100])
  func readsArraysAndObjects(step: Int) throws {
    let pretty = line("1").replacing(",", with: ",\n ")
    for text in [
      "[\(line("1")),\(line("2"))]", " [ \(line("1"))\n,\n\(line("2")) ] \n",
      "\(line("1"))\n\(line("2"))", pretty + "\n" + line("2"),
    ] {
      #expect(ids(try read(text, .json, step: step)) == ["1", "2"])
    }
    #expect(try read("[]", .json, step: step).isEmpty)
    #expect(ids(try read(pretty, .json, step: step)) == ["1"])
  }

  @Test func batchesKeepLineNumbers() throws {
    let found = try read("[\n\(line("1")),\n{\"id\": 5},\n\n\(line("3"))\n]", .json)
    #expect(found.map(\.line) == [2, 3, 5])
    #expect(found[1].reading.event == nil && found[1].reading.problems.count > 1)
  }

  @Test func offsetsEndWithRows() throws {
    let text = "\(line("1"))\n\(line("2"))\n"
    var reader = try ImportReader(BytesSource(text), format: .ndjson)
    _ = try reader.next()
    #expect(reader.byteOffset == UInt64(line("1").utf8.count + 1))
    _ = try reader.next()
    #expect(try reader.next() == nil)
    #expect(reader.byteOffset == UInt64(text.utf8.count))
  }

  @Test func malformedRowsNameTheirColumn() throws {
    let found = try read("{\"id\": }\n\(line("2"))\nnonsense\n")
    #expect(ids(found) == [nil, "2", nil])
    #expect(found[0].reading.problems.first?.message.hasSuffix("at column 8") == true)
    #expect(found[2].reading.problems.first?.rule == .syntax)
  }

  @Test func truncatedFilesSaySo() throws {
    let cut = String(line("2").dropLast(20))
    let found = try read(line("1") + "\n" + cut)
    #expect(ids(found) == ["1", nil])
    #expect(found[1].reading.problems.first?.message.contains("the file ends inside") == true)
    var batch = try ImportReader(BytesSource("[\(line("1")),\(cut)"), format: .json)
    #expect(try batch.next()?.reading.event?.id == "1")
    #expect(try batch.next()?.reading.problems.first?.message.contains("ends inside") == true)
    #expect(throws: ImportError.self) { try batch.next() }
    var open = try ImportReader(BytesSource("[\(line("1"))"), format: .json)
    _ = try open.next()
    #expect(
      throws: ImportError.truncated(
        file: "test.ndjson", line: 1, reason: "the file ends before the array is closed")
    ) { try open.next() }
  }

  @Test func brokenArraysStopWhereRowsCannotBeTold() throws {
    var reader = try ImportReader(BytesSource("[\(line("1"))\n\(line("2"))]"), format: .json)
    _ = try reader.next()
    #expect(
      throws: ImportError.structure(
        file: "test.ndjson", line: 2, reason: "',' or ']' is missing between two values")
    ) { try reader.next() }
    var trailing = try ImportReader(BytesSource("[] x"), format: .json)
    #expect(throws: ImportError.self) { try trailing.next() }
  }

  @Test func filesThatAreNoTextAreRefused() throws {
    #expect(throws: ImportError.empty(file: "test.ndjson")) { try read("") }
    #expect(throws: ImportError.empty(file: "test.ndjson")) { try read("  \n", .json) }
    #expect(throws: ImportError.encoding(file: "u", found: "UTF-16")) {
      try ImportReader(BytesSource([0xFF, 0xFE, 0x7B, 0], name: "u"), format: .json)
    }
    let marked = BytesSource([0xEF, 0xBB, 0xBF] + Array(line("1").utf8))
    #expect(ids(try rows(ImportReader(marked, format: .ndjson))) == ["1"])
    var bytes = Array(line("1", reason: "abc").utf8)
    bytes[bytes.count - 4] = 0xC3
    let invalid = try rows(ImportReader(BytesSource(bytes), format: .ndjson))
    #expect(invalid.first?.reading.problems.first?.rule == .invalidUTF8)
  }

  @Test func hugeRowsAreSkippedWhole() throws {
    let huge = String(repeating: "x", count: RawRow.maximumByteCount + 5)
    for format in [ImportFormat.ndjson, .json] {
      let text = line("1") + "\n" + line("2", reason: huge) + "\n" + line("3")
      let found = try read(text, format, step: 50_000)
      #expect(ids(found) == ["1", nil, "3"])
      #expect(found[1].reading.problems.map(\.rule) == [.tooLarge])
      #expect(found[2].line == 3)
    }
    let large = try read(line("1", reason: String(huge.prefix(70_000))), step: 50_000)
    #expect(large.first?.reading.problems.map(\.rule) == [.tooLarge])
  }

  @Test func readsMendedRejects() throws {
    let wrapped = #"{"kiem_line":7,"kiem_problems":[],"event":\#(line("1"))}"#
    let text = line("2").replacing("\"", with: "\\\"")
    let asText = #"{"kiem_line":8,"kiem_problems":[],"text":"\#(text)"}"#
    #expect(ids(try read(wrapped + "\n" + asText)) == ["1", "2"])
  }

  @Test func formatsAreDetected() {
    func detect(_ name: String, _ first: String = "") -> ImportFormat? {
      ImportFormat.detect(fileName: name, firstBytes: Array(first.utf8))
    }
    #expect(detect("a.ndjson") == .ndjson && detect("a.JSONL") == .ndjson)
    #expect(detect("a.json") == .json && detect("a.csv") == .csv && detect("a.tsv") == .csv)
    #expect(detect("a.txt", " \n[") == .json && detect("a", "\u{FEFF}{") == .json)
    #expect(detect("a.txt", "STT;Tên") == nil)
  }

  /// Whatever the bytes, reading ends, never traps, and takes every byte.
  @Test func survivesMutations() throws {
    let text = "[\(line("1")),\n\(line("2"))]\n\(line("3"))\n"
    for seed in UInt64(0)..<1_500 {
      var random = SeededGenerator(seed: seed)
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = Array("[]{}\",:\\ \n\u{7F}x".utf8).randomElement(using: &random) ?? 0
      }
      for format in [ImportFormat.json, .ndjson] {
        var reader = try ImportReader(BytesSource(bytes, step: 40), format: format)
        do {
          while try reader.next() != nil {}
          #expect(reader.byteOffset == UInt64(bytes.count), "seed \(seed)")
        } catch {
          #expect(reader.byteOffset <= UInt64(bytes.count), "seed \(seed)")
        }
      }
    }
  }
}
