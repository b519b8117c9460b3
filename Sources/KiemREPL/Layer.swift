/// Placeholder of the layer KiemREPL until its first file lands.
enum LayerKiemREPL {}
