"""The Impact page: what a setting does to groups of people and items."""
