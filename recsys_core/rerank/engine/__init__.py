"""The compiled greedy engine: every list of many people over all of λ."""
