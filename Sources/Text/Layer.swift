/// Placeholder of the layer Text until its first file lands.
enum LayerText {}
