import Catalog
import LedgerModel
import Testing

/// The bytes of a few events, worked out by hand from RFC 8949: the format never changes.
@Suite struct StoredFormTests {
  // 2021-08-05T00:00:00Z and 2021-08-04T10:30:00Z in microseconds.
  private let recorded = Instant(microseconds: 0x0005_C8C5_3A2C_4000)
  private let time = Instant(microseconds: -1)

  private func text(_ value: String) -> [UInt8] {
    precondition(value.utf8.count < 256, "the sketch of the encoding stops at one length byte")
    let count = UInt8(value.utf8.count)
    return (count < 24 ? [0x60 + count] : [0x78, count]) + Array(value.utf8)
  }

  private func event(_ name: String, _ data: [NamedValue]) throws -> Event {
    Event(
      id: "r1", source: "s", type: try #require(EventCatalog.type(name)), time: time,
      campaign: "kh121", data: data)
  }

  private func expected(_ type: String, _ data: [UInt8]) -> [UInt8] {
    [0xA7, 0x00, 0x1B, 0x00, 0x05, 0xC8, 0xC5, 0x3A, 0x2C, 0x40, 0x00]
      + [0x01] + text("r1") + [0x02] + text("s") + [0x03] + text(type)
      + [0x05, 0x20, 0x06] + text("kh121") + [0x0D] + data
  }

  @Test func reportReturned() throws {
    let event = try event(
      "report.returned",
      [
        NamedValue("report", .text("bc-1")), NamedValue("version", .integer(300)),
        NamedValue("reason", .text("thiếu số liệu")),
      ])
    let data: [UInt8] =
      [0xA3, 1] + text("bc-1") + [2, 0x19, 0x01, 0x2C, 4] + text("thiếu số liệu")
    #expect(
      try EventCodec.encode(event, recorded: recorded)
        == expected("vn.congdoan.report.returned.v1", data))
  }

  @Test func decimalsDatesAndMaps() throws {
    let figures = FieldValue.record([
      NamedValue("sessions", .record([NamedValue("value", .decimal(ExactDecimal(mantissa: 3)))])),
      NamedValue(
        "read", .record([NamedValue("value", .decimal(ExactDecimal(mantissa: -1250, scale: 2)))])),
    ])
    let event = try event(
      "report.submitted",
      [
        NamedValue("covers_from", .date(Day(number: 18_809))),
        NamedValue("as_of_seq", .position(Position(UInt64(1) << 33))),
        NamedValue("figures", figures),
      ])
    // "read" comes before "sessions" because it is shorter.
    let data: [UInt8] =
      [0xA3, 5, 0xD8, 0x64, 0x19, 0x49, 0x79, 7, 0x1B, 0, 0, 0, 2, 0, 0, 0, 0, 8, 0xA2]
      + text("read") + [0xA1, 1, 0xC4, 0x82, 0x21, 0x39, 0x04, 0xE1]
      + text("sessions") + [0xA1, 1, 0xC4, 0x82, 0x00, 0x03]
    #expect(
      try EventCodec.encode(event, recorded: recorded)
        == expected("vn.congdoan.report.submitted.v1", data))
  }

  @Test func commitmentsTruthAndLists() throws {
    let event = try event(
      "study.session.held",
      [
        NamedValue("contents", .list([.text("C2"), .text("C3")])),
        NamedValue("length", .duration(TimeSpan(microseconds: 1_200_000_000))),
      ])
    let data: [UInt8] =
      [0xA2, 2, 0x82] + text("C2") + text("C3") + [6, 0x1A, 0x47, 0x86, 0x8C, 0x00]
    #expect(
      try EventCodec.encode(event, recorded: recorded)
        == expected("vn.congdoan.study.session.held.v1", data))
    let office = try self.event(
      "office.assumed",
      [
        NamedValue("name", .commitment([UInt8](repeating: 7, count: 32))),
        NamedValue("full_time", .bool(true)),
      ])
    let stored: [UInt8] = [0xA2, 4, 0xF5, 6, 0x58, 32] + [UInt8](repeating: 7, count: 32)
    #expect(
      try EventCodec.encode(office, recorded: recorded)
        == expected("vn.congdoan.office.assumed.v1", stored))
  }

  @Test func patches() throws {
    let patch = FieldValue.record([
      NamedValue("time", .text("2021-08-04T10:30:00+07:00")), NamedValue("via", .null),
      NamedValue("version", .integer(2)),
    ])
    let event = try event(
      "entry.corrected",
      [
        NamedValue("target", .position(Position(24))), NamedValue("patch", patch),
        NamedValue("reason", .text("x")),
      ])
    let data: [UInt8] =
      [0xA3, 1, 0x18, 24, 2, 0xA3] + text("via") + [0xF6] + text("time")
      + text("2021-08-04T10:30:00+07:00") + text("version") + [2, 3] + text("x")
    #expect(
      try EventCodec.encode(event, recorded: recorded)
        == expected("vn.congdoan.entry.corrected.v1", data))
  }
}
