import Diagnostics
import Dispatch
import Foundation
import QuerySyntax
import Testing

@Suite("Syntax: depth")
struct SyntaxDepthTests {
  @Test(
    "nesting far beyond the limit is one error",
    arguments: [
      ("a | where ", "(", "1", ")"), ("a | where ", "not ", "b", ""), ("a | where ", "- ", "b", ""),
      ("a | where b", " + b", "", ""), ("a | where b", " and b", "", ""),
      ("a | where b", ".c", "", ""),
      ("a | where b", " ?", "", ""), ("a | where ", "f(", "", ")"), ("a | where ", "{", "", "}"),
      ("a | where ", "if ", "b then c else d", ""), ("", "(", "a", ")"),
      ("a | ", "append (a | ", "take 1", ")"), ("param a : ", "set<", "unit", ">"),
      ("a | funnel ", "{ s = a | funnel ", "", "}"), ("a | where ", "f(x: not -(", "1", "))"),
    ])
  func deep(_ parts: (head: String, open: String, middle: String, close: String)) {
    for count in [nestingDepthMax * 2, 5_000] {
      let text =
        parts.head + String(repeating: parts.open, count: count) + parts.middle
        + String(repeating: parts.close, count: count)
      let file = parsed(text)
      let codes = file.diagnostics.map(\.code)
      #expect(codes.filter { $0 == "K006" }.count == 1, "\(parts): \(codes.prefix(3))")
      #expect(covers(file))
      _ = dump(file.file)
    }
  }

  @Test("half of the limit is fine")
  func allowed() {
    let count = nestingDepthMax / 2 - 2
    let text =
      "a | where " + String(repeating: "(", count: count) + "1"
      + String(repeating: ")", count: count)
      + " == 1" + String(repeating: " and b", count: count - 3)
    #expect(parsed(text).diagnostics.isEmpty)
  }

  @Test("a translation of SQL in SQL does not multiply")
  func nestedSelect() {
    let text = String(repeating: "select a from (", count: 3_000)
    #expect(parsed(text).diagnostics.map(\.code) == ["K010"])
  }

  @Test("the limit fits into a quarter of a thread stack, even unoptimised")
  func smallStack() {
    let count = nestingDepthMax - 10
    let texts = [
      "a | where " + String(repeating: "f(x: (", count: count / 2)
        + String(repeating: "))", count: count / 2),
      String(repeating: "a | append (", count: count) + String(repeating: ")", count: count),
      "a | where b" + String(repeating: " + c", count: count),
    ]
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      for text in texts { _ = dump(parsed(text).file) }
      done.signal()
    }
    thread.stackSize = 2 << 20
    thread.start()
    #expect(done.wait(timeout: .now() + 60) == .success)
  }
}
