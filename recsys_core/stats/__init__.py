"""Statistics: intervals from resampled people. Knows numpy and scipy only."""
