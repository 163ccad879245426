"""The Data page: choose data, upload, map columns, read the health report."""
