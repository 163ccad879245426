"""The health report: what is wrong with a data set, what was done, what it means for the figures."""
