import Catalog
import LedgerModel
import Testing

@Suite struct TypeListingTests {
  @Test func tableHasOneLineAType() {
    let lines = TypeListing.table().split(separator: "\n")
    #expect(lines.count == EventCatalog.types.count + 1)
    #expect(lines.first?.hasPrefix("type ") == true)
    #expect(lines.allSatisfy { $0.last != " " })
  }

  @Test func detailShowsFieldsAndRules() throws {
    let type = try #require(EventCatalog.type("quiz.attempt.submitted"))
    let text = TypeListing.detail(of: type)
    #expect(
      text.hasPrefix(
        """
        vn.congdoan.quiz.attempt.submitted.v1
        A person hands in an exam.

        needs: id, source, time, campaign

        field \("")
        """))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("per_topic[].topic") && $0.contains("required") })
    #expect(lines.contains { $0.hasPrefix("device") && $0.hasSuffix("only a keyed hash is kept") })
    #expect(lines.contains { $0.hasPrefix("evidence[].sha256") })
    #expect(lines.contains("  the first event about it declares the attempt"))
  }

  @Test func describesCountsReferencesAndMaps() throws {
    let report = try #require(EventCatalog.type("report.submitted"))
    let fields = FieldDescription.all(of: report)
    #expect(fields.first { $0.path == "figures" }?.type == "map of object")
    #expect(fields.first { $0.path == "figures.*.value" }?.isRequired == true)
    #expect(fields.first { $0.path == "to_unit" }?.refersTo == .unit)
    let held = try #require(EventCatalog.type("study.session.held"))
    #expect(FieldDescription.all(of: held).first { $0.path == "count" }?.counts == .person)
  }
}
