/// Placeholder of the layer EventLog until its first file lands.
enum LayerEventLog {}
