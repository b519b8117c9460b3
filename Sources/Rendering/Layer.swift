/// Placeholder of the layer Rendering until its first file lands.
enum LayerRendering {}
