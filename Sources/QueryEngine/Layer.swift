/// Placeholder of the layer QueryEngine until its first file lands.
enum LayerQueryEngine {}
