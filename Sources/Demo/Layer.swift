/// Placeholder of the layer Demo until its first file lands.
enum LayerDemo {}
