package import QueryEngine

extension ResultTable {
  /// Writes the rows in that form. Hidden columns are never printed. Output ends with a newline
  /// unless there is nothing to print.
  package func render(
    as format: OutputFormat, context: RenderingContext, to output: inout some TextOutputStream
  ) {
    let visible = VisibleTable(self)
    switch format {
    case .table: TableRenderer(context: context).render(visible, to: &output)
    case .tree: TreeRenderer(context: context).render(visible, to: &output)
    case .vertical: VerticalRenderer(context: context).render(visible, to: &output)
    case .markdown: MarkdownRenderer(context: context).render(visible, to: &output)
    case .csv: DelimitedRenderer(zone: context.zone, delimiter: ",").render(visible, to: &output)
    case .tsv: DelimitedRenderer(zone: context.zone, delimiter: "\t").render(visible, to: &output)
    case .json: JSONRenderer(zone: context.zone).renderArray(visible, to: &output)
    case .ndjson: JSONRenderer(zone: context.zone).renderLines(visible, to: &output)
    }
  }

  /// The same as one text.
  package func rendered(as format: OutputFormat, context: RenderingContext) -> String {
    var text = ""
    render(as: format, context: context, to: &text)
    return text
  }
}
