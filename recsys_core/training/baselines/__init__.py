"""Training of the neural baselines."""
