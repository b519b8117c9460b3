import Projections
import Testing

@Suite("Filters of names")
struct NameFilterTests {
  @Test("every name put in may be there, and few others")
  func tells() {
    var filter = NameFilter()
    #expect(!filter.mayHold("a"))
    for number in 0..<50_000 { filter.insert("person-\(number)".utf8Span.span) }
    #expect((0..<50_000).allSatisfy { filter.mayHold("person-\($0)") })
    let mistaken = (0..<50_000).count { filter.mayHold("attempt-\($0)") }
    #expect(mistaken < 5_000, "\(mistaken) of 50,000 are taken for known")
  }
}
