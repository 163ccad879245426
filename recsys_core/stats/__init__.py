"""Statistics: intervals from resampled users, and tests of differences. Needs numpy and scipy only."""
