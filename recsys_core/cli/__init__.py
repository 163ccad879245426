"""The command line: main parses arguments, commands runs what they ask for."""
