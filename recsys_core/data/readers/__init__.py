"""Readers: one file layout a module, each returning raw tables; ``registry`` lists them."""
