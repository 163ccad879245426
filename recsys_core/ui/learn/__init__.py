"""The lessons of the Learn page: one file a lesson, eight invented films, nothing canned."""
