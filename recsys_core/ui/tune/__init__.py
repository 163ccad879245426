"""The Tune page: one slider, what it costs, and the decision memo."""
