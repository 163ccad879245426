"""Metrics of recommendation lists, one family a file; ``registry.METRICS`` holds those shown in curves.

Lists are (n, k) int32 item indices, best first, padded with -1. A metric of a list returns (n,) float64, one
value a list, to be averaged over users; a metric of the catalogue returns one float for all lists together.
"""
