/// Placeholder of the layer Vault until its first file lands.
enum LayerVault {}
