"""Explanations: what a greedy step weighs, why a list changes, what a rating does to a model."""
