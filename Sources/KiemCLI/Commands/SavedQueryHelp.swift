import Catalog
package import Diagnostics
import Kiem
import QueryAnalysis
import QuerySyntax
import Text

/// The help of one saved query: what it answers and which parameters it takes.
package enum SavedQueryHelp {
  /// The file of `run FILE … --help`; none for any other command line.
  package static func file(in arguments: [String]) -> String? {
    var rest = arguments[...]
    while let first = rest.first, first.hasPrefix("--ledger") {
      rest = rest.dropFirst(first.contains("=") ? 1 : 2)
    }
    guard rest.popFirst() == "run", let file = rest.first, !file.hasPrefix("-"),
      rest.contains("--help") || rest.contains("-h")
    else { return nil }
    return file
  }

  /// Title, usage and one line for each parameter.
  package static func text(of source: SourceText) -> String {
    let header = parse(source).file.query
    let parameters = Ledger.parameters(of: source)
    var text = (header?.title ?? header?.name.text ?? source.name) + "\n\n"
    let words = parameters.map { parameter in
      let usage = "--\(parameter.name) \(type(of: parameter).uppercased())"
      return parameter.isRequired ? usage : "[\(usage)]"
    }
    text += "USAGE: " + (["kiem run", source.name] + words).joined(separator: " ") + "\n"
    guard !parameters.isEmpty else { return text + "\nIt takes no parameters.\n" }
    text += "\nPARAMETERS:\n"
    let labels = parameters.map { "--\($0.name)" }
    let types = parameters.map(type)
    let nameWidth = labels.map { cellWidth(of: $0) }.max() ?? 0
    let typeWidth = types.map { cellWidth(of: $0) }.max() ?? 0
    for (index, parameter) in parameters.enumerated() {
      let label = labels[index].padded(toCells: nameWidth)
      let type = types[index].padded(toCells: typeWidth)
      text += "  \(label)  \(type)  \(notes(parameter))\n"
    }
    return text
  }

  private static func type(of parameter: ParameterDescription) -> String {
    parameter.type.wrapped.description
  }

  private static func notes(_ parameter: ParameterDescription) -> String {
    let presence = parameter.defaultText.map { "(default: \($0))" } ?? "(required)"
    return [parameter.documentation, presence].compactMap { $0 }.joined(separator: " ")
  }
}
