"""The People page: one person's lists before and after, and why."""
