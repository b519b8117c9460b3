/// Placeholder of the layer LedgerModel until its first file lands.
enum LayerLedgerModel {}
