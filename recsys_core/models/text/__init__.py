"""Item text and taste text turned into vectors."""
