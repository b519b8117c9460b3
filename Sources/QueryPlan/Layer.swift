/// Placeholder of the layer QueryPlan until its first file lands.
enum LayerQueryPlan {}
