"""Make models: losses, strategies, the loop, checkpoints."""
