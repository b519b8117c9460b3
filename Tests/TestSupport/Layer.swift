enum LayerTestSupport {}
