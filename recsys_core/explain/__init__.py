"""Explanations: what a greedy step weighed, what other lists would score, what a model does with a rating."""
