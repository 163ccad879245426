"""Explanations: what a greedy step weighed, why a list changed, what a model does with a rating."""
