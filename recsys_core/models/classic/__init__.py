"""Classic and neural recommenders that learn from interactions alone."""
