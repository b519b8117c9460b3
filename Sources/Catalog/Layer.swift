/// Placeholder of the layer Catalog until its first file lands.
enum LayerCatalog {}
