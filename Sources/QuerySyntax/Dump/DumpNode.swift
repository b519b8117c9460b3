/// A node of a printed tree.
struct DumpNode {
  let label: String
  let children: [DumpNode]

  init(_ label: String, _ children: [DumpNode] = []) {
    self.label = label
    self.children = children
  }

  /// Nodes in parentheses, one a line, each level indented by two blanks.
  func text() -> String {
    var result = ""
    write(to: &result, indentation: 0)
    return result + "\n"
  }

  private func write(to result: inout String, indentation: Int) {
    result += "(" + label
    for child in children {
      result += "\n" + String(repeating: " ", count: 2 * (indentation + 1))
      child.write(to: &result, indentation: indentation + 1)
    }
    result += ")"
  }
}
