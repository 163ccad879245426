"""The command line: one module parses, one does what is asked, one draws progress."""
