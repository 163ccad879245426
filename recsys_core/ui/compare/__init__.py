"""The Compare page: fronts of several models and methods, and what the differences are worth."""
