"""The Train page: ask for a training, watch it, see what it changed, use it."""
