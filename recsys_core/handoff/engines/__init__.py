"""The same setting as a configuration for engines that people already run."""
