"""Evaluation: every list at every λ, measured once and merged into exact curves."""
