/// Placeholder of the layer Diagnostics until its first file lands.
enum LayerDiagnostics {}
