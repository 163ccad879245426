"""The Impact page: what a setting does to whom, and to which items."""
