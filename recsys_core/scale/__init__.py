"""Work that does not fit into memory: shards on disk, in a pool of processes or on a Ray cluster."""
