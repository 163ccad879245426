"""What every package stands on: a keyed cache, files, threads, compilation."""
