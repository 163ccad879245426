"""What pages are made of: shared caches, the state in the URL, charts, the slider, every word shown."""
