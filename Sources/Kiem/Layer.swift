/// Placeholder of the layer Kiem until its first file lands.
enum LayerKiem {}
