/// Placeholder of the layer Import until its first file lands.
enum LayerImport {}
