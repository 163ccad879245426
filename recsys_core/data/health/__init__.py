"""The health report: problems in a data set, what was done about them, what they mean for the figures."""
