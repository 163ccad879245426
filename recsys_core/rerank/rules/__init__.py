"""Rules that every list must keep, and the search for lists that keep them."""
