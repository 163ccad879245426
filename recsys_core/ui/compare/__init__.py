"""The Compare page: fronts of several models and methods, and their differences with intervals."""
