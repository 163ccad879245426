"""The HTTP service of an approved decision."""
