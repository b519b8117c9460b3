/// Placeholder of the layer Projections until its first file lands.
enum LayerProjections {}
