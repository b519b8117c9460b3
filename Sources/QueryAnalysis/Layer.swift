/// Placeholder of the layer QueryAnalysis until its first file lands.
enum LayerQueryAnalysis {}
