/// The forms in which an answer is printed. `table`, `tree`, `vertical` and `markdown` are for
/// people, the others for programs: their shape is part of the interface.
package enum OutputFormat: String, CaseIterable, Sendable {
  case table, tree, vertical, csv, tsv, json, ndjson, markdown
}
