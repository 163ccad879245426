"""The exact trade-off: every list at every λ, what a setting costs, who pays, which setting to ship."""
