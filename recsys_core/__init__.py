"""Equipoise: measure and tune how a recommender trades relevance for diversity."""

__version__ = "0.1.0"
