"""A production system's scored candidates as a data set: read, checked, tuned without training."""
