"""Classic and neural recommenders that need nothing but interactions."""
