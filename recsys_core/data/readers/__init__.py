"""Readers: one file layout a module, each returning raw tables of text."""
