import Catalog
import Diagnostics
import Import
import LedgerModel
import TestSupport
import Testing

@Suite struct TableReadingTests {
  private static let mapping = """
    format: csv
    delimiter: ";"
    type: headcount.declared
    id: "hc-{Mã}-{Ngày}"
    source: urn:ldld:daklak
    time: {column: Ngày}
    campaign: kh121
    orgunit: {column: Đơn vị}
    actor: {column: Người nhập, issuer: zalo}
    fields:
      as_of: {column: Ngày}
      members: {column: Đoàn viên}
      workers: {column: CNVCLĐ, default: "0"}
      source: {column: Nguồn, values: {Báo cáo: report, Ước tính: estimate}}
    """

  private let units = UnitList([
    NamedUnit(id: "u1", name: "LĐLĐ huyện Ea H'leo", path: "Tỉnh › LĐLĐ huyện Ea H'leo"),
    NamedUnit(id: "u2", name: "CĐCS Trường Hoa Sen", path: "Tỉnh › Ea Súp › CĐCS Trường Hoa Sen"),
    NamedUnit(id: "u3", name: "CĐCS Trường Hoa Sen", path: "Tỉnh › Lắk › CĐCS Trường Hoa Sen"),
    NamedUnit(id: "u4", name: "LĐLĐ huyện Krông A Na", path: "Tỉnh › LĐLĐ huyện Krông A Na"),
  ])

  private let header = "Mã;Ngày;Đơn vị;Đoàn viên;CNVCLĐ;Nguồn;Người nhập;Ghi chú"

  private func read(
    _ text: String, mapping: String = TableReadingTests.mapping
  ) throws -> [ImportRow] {
    let mapping = try TableMapping(SourceText(name: "m.yaml", text: mapping))
    return try rows(
      ImportReader(table: BytesSource(text, name: "t.csv"), mapping: mapping, units: units))
  }

  private func problems(_ row: String) throws -> [String: ProblemRule] {
    let found = try read(header + "\n" + row)
    #expect(found.count == 1)
    return Dictionary(found.flatMap(\.reading.problems).map { ($0.field, $0.rule) }) { a, _ in a }
  }

  @Test func readsARow() throws {
    let found = try read(
      "\u{FEFF}\(header)\r\n01;05/8/2021;u1;77.447;12;Báo cáo;an;\"a;\"\"b\"\"\nc\"\r\n")
    let event = try #require(found.first?.reading.event)
    #expect(event.id == "hc-01-05/8/2021" && event.source == "urn:ldld:daklak")
    #expect(event.type.name == "headcount.declared" && event.campaign == "kh121")
    #expect(event.time == (try Instant(rfc3339: "2021-08-05T00:00:00+07:00")))
    #expect(event.unit == "u1" && event.integer("members") == 77_447)
    #expect(event.date("as_of")?.iso8601 == "2021-08-05")
    #expect(event.text("source") == "report" && event.integer("workers") == 12)
    #expect(event.actor == .account(Account(issuer: "zalo", identifier: "an")))
    #expect(found.first?.line == 2)
  }

  @Test func linesCountBreaksInsideQuotes() throws {
    let row = "01;05/8/2021;u1;5;;Báo cáo;;\"a\nb\nc\""
    let found = try read("\(header)\n\(row)\n\n\(row)\n")
    #expect(found.map(\.line) == [2, 6])
    #expect(found.allSatisfy { $0.reading.event?.integer("workers") == 0 })
  }

  @Test func resolvesUnitsByName() throws {
    func unit(_ name: String) throws -> String? {
      try read("\(header)\n1;05/8/2021;\(name);5;;Báo cáo;;").first?.reading.event?.unit
    }
    #expect(try unit("ldld huyen ea h’leo") == "u1")
    #expect(try unit("LĐLĐ huyện Krông Ana") == "u4")
    #expect(try unit("u3") == "u3")
    let ambiguous = try read("\(header)\n1;05/8/2021;CĐCS Trường Hoa Sen;5;;Báo cáo;;")
    let problem = try #require(ambiguous.first?.reading.problems.first)
    #expect(problem.field == "orgunit" && problem.rule == .ambiguous)
    #expect(problem.remedy?.contains("u2 (Tỉnh › Ea Súp › CĐCS Trường Hoa Sen)") == true)
    #expect(problem.remedy?.contains("u3 (Tỉnh › Lắk ›") == true)
    let unknown = try read("\(header)\n1;05/8/2021;LĐLĐ huyện Ea Hleu;5;;Báo cáo;;")
    let guess = try #require(unknown.first?.reading.problems.first)
    #expect(guess.rule == .unknownName)
    #expect(guess.remedy?.contains("LĐLĐ huyện Ea H'leo") == true)
  }

  @Test func refusesBadCells() throws {
    #expect(try problems("1;31/6/2021;u1;5;;Báo cáo;;")["time"] == .invalidValue)
    #expect(try problems("1;31/6/2021;u1;5;;Báo cáo;;")["data.as_of"] == .invalidValue)
    #expect(try problems("1;8/13/2021;u1;5;;Báo cáo;;")["data.as_of"] == .invalidValue)
    #expect(try problems("1;05/8/2021;u1;1.73;;Báo cáo;;") == ["data.members": .invalidValue])
    #expect(try problems("1;05/8/2021;u1;1,5;;Báo cáo;;") == ["data.members": .invalidValue])
    #expect(try problems("1;05/8/2021;u1;-5;;Báo cáo;;") == ["data.members": .negativeCount])
    #expect(try problems("1;05/8/2021;u1;5;;Đoán;;") == ["data.source": .choice])
    #expect(try problems(";05/8/2021;u1;5;;Báo cáo;;") == ["id": .required])
    #expect(try problems("1;05/8/2021;u1;5;;Báo cáo;") == ["event": .syntax])
    #expect(try problems("1;05/8/2021;u1;5;;Báo cáo;;\"x") == ["event": .syntax])
    #expect(try problems("1;05/8/2021;u1;5;;Báo cáo;;x\"y\"") == ["event": .syntax])
    #expect(try problems("1;05/8/2021;u1;5;;Báo cáo;;\"x\"y") == ["event": .syntax])
  }

  @Test func dayComesFirst() throws {
    let found = try read("\(header)\n1;8/5/2021;u1;5;;Báo cáo;;")
    #expect(found.first?.reading.event?.date("as_of")?.iso8601 == "2021-05-08")
    let machine = try read("\(header)\n1;2021-08-05;u1;5;;Báo cáo;;")
    #expect(machine.first?.reading.event?.date("as_of")?.iso8601 == "2021-08-05")
  }

  @Test func readsInvalidBytes() throws {
    let mapping = try TableMapping(SourceText(name: "m", text: Self.mapping))
    let bytes = Array("\(header)\n1;05/8/2021;u1;5;;Báo cáo;;".utf8) + [0xC3, 0x28]
    let found = try rows(ImportReader(table: BytesSource(bytes, name: "t.csv"), mapping: mapping))
    #expect(found.first?.reading.problems.first?.rule == .invalidUTF8)
  }

  @Test func readsNestedFieldsListsAndTimes() throws {
    let mapping = """
      type: {column: loại, values: {Nộp: report.submitted, Học: study.session.held}}
      id: "r-{mã}"
      source: urn:t
      time: {column: lúc}
      campaign: k
      orgunit: u1
      numbers: plain
      fields:
        report: {column: mã}
        version: "1"
        to_unit: u4
        figures.read.value: {column: đọc}
        figures.read.unit: person
        figures.score.value: {column: điểm}
        session: {column: mã}
        contents: {column: nội dung, separator: "|"}
        form: online
        length: {column: dài}
      """
    let text =
      "loại,mã,lúc,đọc,điểm,nội dung,dài\n"
      + "Nộp,1,05/8/2021 16:30,12,9.5,,\nHọc,2,2021-08-05T09:00:00Z,,,C2 | C3,90min\n"
    let found = try read(text, mapping: mapping)
    #expect(found.flatMap(\.reading.problems).isEmpty)
    let report = try #require(found.first?.reading.event)
    let session = try #require(found.last?.reading.event)
    #expect(session.texts("contents") == ["C2", "C3"] && session.text("form") == "online")
    #expect(session.duration("length")?.microseconds == 5_400_000_000)
    #expect(report.time == (try Instant(rfc3339: "2021-08-05T16:30:00+07:00")))
    #expect(report["figures"]?["read"]?["value"] == .decimal(ExactDecimal(mantissa: 12)))
    #expect(report["figures"]?["read"]?["unit"] == .text("person"))
    #expect(report["figures"]?["score"]?["value"]?.decimal?.description == "9.5")
  }

  @Test func headersMustFit() throws {
    let loose = try read("Mã;Ngay;Đơn vị;Đoàn viên;CNVCLĐ;Nguon;Người nhập\n")
    #expect(loose.isEmpty)
    #expect(throws: ImportError.self) { try read("Mã;Ngày\n") }
    #expect(throws: ImportError.self) { try read("\(header);Ngày\n") }
    #expect(throws: ImportError.self) { try read("") }
    #expect(try read(header + "\n").isEmpty)
  }

  @Test func badMappingsNameLineAndColumn() throws {
    func error(_ text: String) -> DiagnosticError? {
      do {
        _ = try TableMapping(SourceText(name: "m.yaml", text: text))
        return nil
      } catch {
        return error
      }
    }
    let unknown = try #require(error(Self.mapping.replacing("members:", with: "membres:")))
    #expect(unknown.diagnostics.map(\.code) == ["I105"])
    #expect(unknown.diagnostics[0].remedy == "did you mean 'members'?")
    #expect(unknown.description.hasPrefix("m.yaml:12:3: error[I105]"))
    let missing = try #require(error("type: headcount.declared\nid: x\n"))
    #expect(missing.diagnostics.contains { $0.code == "I103" && $0.field == "source" })
    #expect(missing.diagnostics.contains { $0.field == "fields.as_of" })
    #expect(error("type: headcount.declard")?.diagnostics.contains { $0.code == "I105" } == true)
    #expect(error("a: [")?.diagnostics.map(\.code) == ["I101"])
    #expect(error("- a")?.diagnostics.map(\.code) == ["I104"])
    #expect(error(Self.mapping + "\nzone: Mars")?.diagnostics.map(\.code) == ["I106"])
    #expect(error(Self.mapping + "\nzoon: UTC")?.diagnostics.map(\.code) == ["I102"])
  }
}
