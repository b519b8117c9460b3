import Foundation

/// The queries of a file, one a line, with names from comment lines.
struct QueryList {
  let queries: [NamedQuery]

  /// Throws `BenchError` for a file that cannot be read as UTF-8, or that holds no query.
  init(contentsOf path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw BenchError(description: "\(path) cannot be read as UTF-8 text")
    }
    self.init(text)
    guard !queries.isEmpty else {
      throw BenchError(description: "\(path) holds no query: write one a line")
    }
  }

  init(_ text: String) {
    var queries: [NamedQuery] = []
    var name: String?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if trimmed.hasPrefix("--") {
        name = QueryList.name(inComment: trimmed) ?? name
      } else if !trimmed.isEmpty {
        queries.append(NamedQuery(name: name ?? "line \(index + 1)", text: trimmed))
        name = nil
      }
    }
    self.queries = queries
  }

  private static func name(inComment line: String) -> String? {
    let body = line.dropFirst(2).trimmingCharacters(in: .whitespaces)
    guard body.hasPrefix("name:") else { return nil }
    return body.dropFirst(5).trimmingCharacters(in: .whitespaces)
  }
}

/// A query with the name its figure carries.
struct NamedQuery: Sendable {
  let name: String
  let text: String
}
