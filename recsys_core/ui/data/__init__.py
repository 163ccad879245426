"""The Data page: choose, upload, map columns, read the health report."""
