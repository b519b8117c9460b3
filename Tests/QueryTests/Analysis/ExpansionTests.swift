import Diagnostics
import QueryAnalysis
import QueryPlan
import Testing

/// Definitions are written out where they are used: what doubles at each of them must end at a
/// limit, and what only looks circular must not be refused.
@Suite("Analysis: definitions written out")
struct ExpansionTests {
  @Test(
    "what doubles with every definition ends at a limit with its number",
    arguments: [
      ("fn f0() = 1", "fn f%() = f#() + f#()", "units | derive n = f40()"),
      ("fn f0(x: int) = x + x", "fn f%(x: int) = f#(x) + f#(x)", "units | derive n = f40(1)"),
      (
        "stage s0() = where unit is not none", "stage s%() = s#() | s#()", "units | s40()"
      ),
      ("let l0 = units", "let l% = l# | append (l#)", "l40"),
    ])
  func doubling(_ text: (first: String, next: String, use: String)) {
    let definitions = (1...40).map { number in
      text.next.replacing("%", with: "\(number)").replacing("#", with: "\(number - 1)")
    }
    let (result, diagnostics, source) = analysed(
      ([text.first] + definitions + [text.use]).joined(separator: "\n"))
    let rendered = DiagnosticRenderer().render(diagnostics, in: source)
    #expect(diagnostics.map(\.code) == ["K117"], "\(rendered)")
    #expect(diagnostics.first?.message.contains { $0.isNumber } == true, "\(rendered)")
    #expect(result.plan == nil)
  }

  @Test("arguments that are read again and again end at a limit too")
  func doublingArguments() {
    let call = (1...60).reduce("1") { inner, _ in "twice(\(inner))" }
    let (_, diagnostics, _) = analysed("fn twice(x: int) = x + x\nunits | derive n = \(call)")
    #expect(diagnostics.map(\.code) == ["K117"])
  }

  @Test("a long chain of definitions is refused before the stack ends")
  func chain() {
    let chains = [
      ("fn f0() = 1", "fn f%() = f#() + 1", "units | derive n = f5000()"),
      ("let l0 = units", "let l% = l# | append (l#)", "l5000"),
      ("stage s0() = where true", "stage s%() = s#()", "units | s5000()"),
    ]
    for (first, next, use) in chains {
      let definitions = (1...5_000).map { number in
        next.replacing("%", with: "\(number)").replacing("#", with: "\(number - 1)")
      }
      let text = ([first] + definitions + [use]).joined(separator: "\n")
      #expect(analysed(text).diagnostics.map(\.code).contains("K117"), "\(use)")
    }
  }

  @Test("an argument may use the function that it is given to")
  func nestedCalls() throws {
    let (result, diagnostics, source) = analysed(
      "fn twice(x: int) = x + x\nunits | derive n = twice(twice(1))")
    #expect(
      diagnostics.isEmpty, "\(DiagnosticRenderer().render(diagnostics, in: source))")
    #expect(result.plan?.describe().contains("n = ") == true)
  }

  @Test("a default that needs its own function is circular")
  func circularDefault() {
    let (_, diagnostics, _) = analysed(
      "fn f(x: int = f()) = x\nunits | derive n = f()")
    #expect(diagnostics.map(\.code) == ["K115"])
  }

  @Test("many definitions that are not used together stay below the limits")
  func library() {
    let definitions = (0..<100).map { "let l\($0) = units | where unit is not none | take 1" }
    let text = (definitions + ["l7"]).joined(separator: "\n")
    #expect(!analysed(text).diagnostics.map(\.code).contains("K117"))
  }
}
