/// Placeholder of the layer QuerySyntax until its first file lands.
enum LayerQuerySyntax {}
