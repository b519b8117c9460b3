/// Placeholder of the layer Obligations until its first file lands.
enum LayerObligations {}
