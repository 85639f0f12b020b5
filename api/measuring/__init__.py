"""How good and how fast Reeve is: what `reeve evaluate`, `fit`, `bench` and `examples` do."""
