"""Training of the language-model recommender."""
