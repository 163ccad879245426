"""Cleaning: raw tables in, a Dataset out, with a count and a reason for every row left out."""
