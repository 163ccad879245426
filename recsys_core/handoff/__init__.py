"""A decision and everything an engineer ships it with: record, bundle, engine recipes, replay, re-check."""
