"""The story on stage: six steps from the problem to the decision, its presenter's window, file and tour."""
