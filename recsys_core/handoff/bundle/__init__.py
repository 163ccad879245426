"""The bundle: a folder with everything an engineer needs to ship a decision."""
