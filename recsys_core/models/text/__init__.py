"""Text vectors: encoders, a worker process, a cache on disk, and free-text queries."""
