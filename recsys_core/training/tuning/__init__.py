"""Search of model settings on validation data."""
