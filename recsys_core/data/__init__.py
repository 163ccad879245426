"""Read interactions and items, clean them, say what was done, split them in time order."""
