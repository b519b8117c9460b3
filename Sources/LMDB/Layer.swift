/// Placeholder of the layer LMDB until its first file lands.
enum LayerLMDB {}
